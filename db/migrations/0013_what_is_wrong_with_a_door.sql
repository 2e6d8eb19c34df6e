ALTER TABLE `door_state` ADD `missing` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `changed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `unwanted` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `door_state` ADD `undeliverable` integer DEFAULT 0 NOT NULL;