CREATE TABLE `application_month` (
	`integration_application_id` integer NOT NULL,
	`starts_at` text NOT NULL,
	`calls_used` integer NOT NULL,
	`counted_at` text,
	PRIMARY KEY(`integration_application_id`, `starts_at`),
	FOREIGN KEY (`integration_application_id`) REFERENCES `integration_application`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `integration_application` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`base_url` text NOT NULL,
	`client_id` text NOT NULL,
	`calls_per_month` integer NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `integration_application_key` ON `integration_application` (`base_url`,`client_id`);
--> statement-breakpoint
INSERT INTO `integration_application` (`base_url`, `client_id`, `calls_per_month`, `updated_at`)
SELECT `base_url`, `client_id`, 30000, max(`updated_at`) FROM `integration_customer` GROUP BY `base_url`, `client_id`;