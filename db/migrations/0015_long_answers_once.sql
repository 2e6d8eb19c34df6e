CREATE TABLE `log_body` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`digest` blob NOT NULL,
	`last_used_on` text NOT NULL,
	`body_json` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `log_body_digest_unique` ON `log_body` (`digest`);--> statement-breakpoint
CREATE INDEX `log_body_last_used` ON `log_body` (`last_used_on`);--> statement-breakpoint
DROP INDEX `integration_log_door`;--> statement-breakpoint
ALTER TABLE `integration_log` ADD `response_body_id` integer;