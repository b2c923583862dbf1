CREATE TABLE `note` (
	`id` text PRIMARY KEY NOT NULL,
	`about` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	`text` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `note_about` ON `note` (`about`,`at`);--> statement-breakpoint
ALTER TABLE `action_plan` ADD `owner_id` text REFERENCES person(id);--> statement-breakpoint
ALTER TABLE `action_plan` ADD `due_on` text;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `closed_at` integer;