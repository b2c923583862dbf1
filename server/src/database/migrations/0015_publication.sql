CREATE TABLE `publication_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`kind` text NOT NULL,
	`submission` text NOT NULL,
	`done` text,
	`reason` text,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`submission`) REFERENCES `submission`(`sha256`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `publication_event_once` ON `publication_event` (`department_id`,`quarter`,`position`);--> statement-breakpoint
ALTER TABLE `department` ADD `place` integer;