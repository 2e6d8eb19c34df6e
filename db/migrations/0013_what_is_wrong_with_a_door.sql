ALTER TABLE `door_state` ADD `missing` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `changed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `unwanted` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `undeliverable` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Briefs tell when a line becomes urgent: they are made anew from `plan_json` where they are missing.
UPDATE `enforce_plan_door_state` SET `head_json` = NULL, `lines_json` = NULL;
