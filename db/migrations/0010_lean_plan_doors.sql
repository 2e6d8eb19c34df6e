CREATE TABLE `enforce_plan_door_state` (
	`enforce_plan_id` integer NOT NULL,
	`door_id` integer NOT NULL,
	`state` text NOT NULL,
	`head_json` text,
	`approved_lines_json` text,
	`approved_calls` integer,
	`results_json` text DEFAULT '{}' NOT NULL,
	`lines_json` text,
	PRIMARY KEY(`enforce_plan_id`, `door_id`),
	FOREIGN KEY (`enforce_plan_id`) REFERENCES `enforce_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enforce_plan_door_state_check" CHECK("enforce_plan_door_state"."state" in ('planned','unreadable','stale','done','skipped'))
) STRICT;
--> statement-breakpoint
INSERT INTO `enforce_plan_door_state`("enforce_plan_id", "door_id", "state", "approved_lines_json", "results_json") SELECT "enforce_plan_id", "door_id", "state", "approved_lines_json", "results_json" FROM `enforce_plan_door`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_enforce_plan_door` (
	`enforce_plan_id` integer NOT NULL,
	`door_id` integer NOT NULL,
	`fingerprint` text,
	`plan_json` text NOT NULL,
	`inventory_sealed` text,
	PRIMARY KEY(`enforce_plan_id`, `door_id`),
	FOREIGN KEY (`enforce_plan_id`) REFERENCES `enforce_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_enforce_plan_door`("enforce_plan_id", "door_id", "fingerprint", "plan_json", "inventory_sealed") SELECT "enforce_plan_id", "door_id", "fingerprint", "plan_json", "inventory_sealed" FROM `enforce_plan_door`;--> statement-breakpoint
DROP TABLE `enforce_plan_door`;--> statement-breakpoint
ALTER TABLE `__new_enforce_plan_door` RENAME TO `enforce_plan_door`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `enforce_plan_door_door` ON `enforce_plan_door` (`door_id`,`enforce_plan_id`);