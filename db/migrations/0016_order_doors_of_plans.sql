-- Heads tell when their door becomes urgent, which orders the doors of a plan. What has no head yet is outlined when it is looked at.
UPDATE `enforce_plan_door_state` SET `head_json` = json_set(`head_json`, '$.nearest', json_object(
	'openingMs', (SELECT min(line.value ->> '$.deadlineMs') FROM json_each(`lines_json`) AS line WHERE line.value ->> '$.kind' <> 'delete'),
	'removalMs', (SELECT min(line.value ->> '$.deadlineMs') FROM json_each(`lines_json`) AS line WHERE line.value ->> '$.kind' = 'delete')
)) WHERE `head_json` IS NOT NULL;
