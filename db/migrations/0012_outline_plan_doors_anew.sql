-- Heads and briefs say more now: what safeguards ask of a door, and who holds which of its codes. They are made from `plan_json` where they are missing.
UPDATE `enforce_plan_door_state` SET `head_json` = NULL, `lines_json` = NULL;
