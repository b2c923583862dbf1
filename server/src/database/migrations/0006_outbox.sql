CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`cause` text,
	`made_by` text,
	`department_id` integer,
	`state` text DEFAULT 'waiting' NOT NULL,
	`problem` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`content_at` integer,
	`final_at` integer,
	`message_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `outbox_created` ON `outbox` (`created_at`);