DELETE FROM `account` WHERE `rowid` NOT IN (SELECT min(`rowid`) FROM `account` GROUP BY `user_id`, `provider_id`);--> statement-breakpoint
DROP INDEX `account_person`;--> statement-breakpoint
ALTER TABLE `account` ADD `issuer` text;--> statement-breakpoint
ALTER TABLE `account` ADD `subject` text;--> statement-breakpoint
UPDATE `account` SET `subject` = `account_id`, `account_id` = `user_id` WHERE `provider_id` <> 'credential';--> statement-breakpoint
CREATE UNIQUE INDEX `account_one_of_each` ON `account` (`user_id`,`provider_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `account_identity` ON `account` (`issuer`,`subject`);--> statement-breakpoint
ALTER TABLE `session` ADD `id_token` text;
