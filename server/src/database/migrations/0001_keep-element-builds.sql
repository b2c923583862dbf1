CREATE TABLE `widget_build` (
	`hash` text PRIMARY KEY NOT NULL,
	`body` blob NOT NULL,
	`first_served_at` integer NOT NULL
);
