CREATE TABLE `__new_rating_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`month` text NOT NULL,
	`helpfulness1` integer DEFAULT 0 NOT NULL,
	`helpfulness2` integer DEFAULT 0 NOT NULL,
	`helpfulness3` integer DEFAULT 0 NOT NULL,
	`helpfulness4` integer DEFAULT 0 NOT NULL,
	`helpfulness5` integer DEFAULT 0 NOT NULL,
	`expertise1` integer DEFAULT 0 NOT NULL,
	`expertise2` integer DEFAULT 0 NOT NULL,
	`expertise3` integer DEFAULT 0 NOT NULL,
	`expertise4` integer DEFAULT 0 NOT NULL,
	`expertise5` integer DEFAULT 0 NOT NULL,
	`attentiveness1` integer DEFAULT 0 NOT NULL,
	`attentiveness2` integer DEFAULT 0 NOT NULL,
	`attentiveness3` integer DEFAULT 0 NOT NULL,
	`attentiveness4` integer DEFAULT 0 NOT NULL,
	`attentiveness5` integer DEFAULT 0 NOT NULL,
	`respect1` integer DEFAULT 0 NOT NULL,
	`respect2` integer DEFAULT 0 NOT NULL,
	`respect3` integer DEFAULT 0 NOT NULL,
	`respect4` integer DEFAULT 0 NOT NULL,
	`respect5` integer DEFAULT 0 NOT NULL,
	`timeliness1` integer DEFAULT 0 NOT NULL,
	`timeliness2` integer DEFAULT 0 NOT NULL,
	`timeliness3` integer DEFAULT 0 NOT NULL,
	`timeliness4` integer DEFAULT 0 NOT NULL,
	`timeliness5` integer DEFAULT 0 NOT NULL,
	`overall1` integer DEFAULT 0 NOT NULL,
	`overall2` integer DEFAULT 0 NOT NULL,
	`overall3` integer DEFAULT 0 NOT NULL,
	`overall4` integer DEFAULT 0 NOT NULL,
	`overall5` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `month`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_rating_tally`("region_id", "quarter", "month", "helpfulness1", "helpfulness2", "helpfulness3", "helpfulness4", "helpfulness5", "expertise1", "expertise2", "expertise3", "expertise4", "expertise5", "attentiveness1", "attentiveness2", "attentiveness3", "attentiveness4", "attentiveness5", "respect1", "respect2", "respect3", "respect4", "respect5", "timeliness1", "timeliness2", "timeliness3", "timeliness4", "timeliness5", "overall1", "overall2", "overall3", "overall4", "overall5")
SELECT region_id, quarter, quarter,
	sum(n * (item = 'helpfulness' AND value = 1)),
	sum(n * (item = 'helpfulness' AND value = 2)),
	sum(n * (item = 'helpfulness' AND value = 3)),
	sum(n * (item = 'helpfulness' AND value = 4)),
	sum(n * (item = 'helpfulness' AND value = 5)),
	sum(n * (item = 'expertise' AND value = 1)),
	sum(n * (item = 'expertise' AND value = 2)),
	sum(n * (item = 'expertise' AND value = 3)),
	sum(n * (item = 'expertise' AND value = 4)),
	sum(n * (item = 'expertise' AND value = 5)),
	sum(n * (item = 'attentiveness' AND value = 1)),
	sum(n * (item = 'attentiveness' AND value = 2)),
	sum(n * (item = 'attentiveness' AND value = 3)),
	sum(n * (item = 'attentiveness' AND value = 4)),
	sum(n * (item = 'attentiveness' AND value = 5)),
	sum(n * (item = 'respect' AND value = 1)),
	sum(n * (item = 'respect' AND value = 2)),
	sum(n * (item = 'respect' AND value = 3)),
	sum(n * (item = 'respect' AND value = 4)),
	sum(n * (item = 'respect' AND value = 5)),
	sum(n * (item = 'timeliness' AND value = 1)),
	sum(n * (item = 'timeliness' AND value = 2)),
	sum(n * (item = 'timeliness' AND value = 3)),
	sum(n * (item = 'timeliness' AND value = 4)),
	sum(n * (item = 'timeliness' AND value = 5)),
	sum(n * (item = 'overall' AND value = 1)),
	sum(n * (item = 'overall' AND value = 2)),
	sum(n * (item = 'overall' AND value = 3)),
	sum(n * (item = 'overall' AND value = 4)),
	sum(n * (item = 'overall' AND value = 5))
FROM `rating_tally` GROUP BY region_id, quarter;--> statement-breakpoint
DROP TABLE `rating_tally`;--> statement-breakpoint
ALTER TABLE `__new_rating_tally` RENAME TO `rating_tally`;--> statement-breakpoint
CREATE TABLE `__new_origin_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`month` text NOT NULL,
	`channel` text NOT NULL,
	`language` text NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `month`, `channel`, `language`),
	CONSTRAINT "origin_tally_responses" CHECK("__new_origin_tally"."responses" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_origin_tally`("region_id", "quarter", "month", "channel", "language", "responses") SELECT "region_id", "quarter", "quarter", "channel", "language", "responses" FROM `origin_tally`;--> statement-breakpoint
DROP TABLE `origin_tally`;--> statement-breakpoint
ALTER TABLE `__new_origin_tally` RENAME TO `origin_tally`;--> statement-breakpoint
CREATE TABLE `__new_response_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`month` text NOT NULL,
	`k` integer NOT NULL,
	`s` integer NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `month`, `k`, `s`),
	CONSTRAINT "response_tally_responses" CHECK("__new_response_tally"."responses" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_response_tally`("region_id", "quarter", "month", "k", "s", "responses") SELECT "region_id", "quarter", "quarter", "k", "s", "responses" FROM `response_tally`;--> statement-breakpoint
DROP TABLE `response_tally`;--> statement-breakpoint
ALTER TABLE `__new_response_tally` RENAME TO `response_tally`;--> statement-breakpoint
ALTER TABLE `response` ADD `month` text;--> statement-breakpoint
INSERT INTO `setting` (name, value) SELECT 'responses without a month', 'some' WHERE EXISTS (SELECT 1 FROM `response`);
