CREATE TABLE `campaign_opt_out` (
	`department_id` integer NOT NULL,
	`address` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`department_id`, `address`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `campaign` ADD `template` text;--> statement-breakpoint
ALTER TABLE `campaign_mailing` ADD `language` text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE `standard_value` ADD `based_on` integer;--> statement-breakpoint
CREATE INDEX `outbox_cause` ON `outbox` (`kind`,`cause`);