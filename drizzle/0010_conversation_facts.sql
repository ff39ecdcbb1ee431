-- What conversations are found by, kept by triggers: conversation_facts and conversation_labels follow conversations, messages, ratings and
-- requests for a person, whoever writes them (the projection, the archive, a restore). Nothing is read twice into a wrong value: writing
-- a message again changes nothing. No CASE stands here: what splits files into statements takes its END for the trigger's.
-- The way back: DROP the ten triggers; both tables can be emptied and filled again by the statements after them.
CREATE TRIGGER conversation_facts_begin AFTER INSERT ON conversations BEGIN
	INSERT INTO conversation_facts (conversation_id, person_id, status, channel, language, created_at, updated_at, deleted_at,
		had_handover, is_rated_up, is_rated_down)
	VALUES (new.id, new.person_id, new.status, new.channel, new.language, new.created_at, new.updated_at, new.deleted_at,
		EXISTS (SELECT 1 FROM handover_requests WHERE conversation_id = new.id),
		EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.id AND value = 'up'),
		EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.id AND value = 'down'))
	ON CONFLICT (conversation_id) DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_change AFTER UPDATE OF status, channel, updated_at, deleted_at ON conversations BEGIN
	UPDATE conversation_facts
	SET status = new.status, channel = new.channel, updated_at = new.updated_at, deleted_at = new.deleted_at
	WHERE conversation_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_end AFTER DELETE ON conversations BEGIN
	DELETE FROM conversation_facts WHERE conversation_id = old.id;
	DELETE FROM conversation_labels WHERE conversation_id = old.id;
	DELETE FROM transcript_tags WHERE conversation_id = old.id;
	DELETE FROM transcript_bookmarks WHERE conversation_id = old.id;
	DELETE FROM transcript_unmaskings WHERE conversation_id = old.id;
	DELETE FROM answer_documents WHERE conversation_id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_said AFTER INSERT ON messages
WHEN json_valid(new.parts) AND (instr(new.parts, '"data-turn"') > 0 OR instr(new.parts, '"tool-') > 0) BEGIN
	UPDATE conversation_facts SET
		lowest_sentiment = coalesce(min(lowest_sentiment, told.sentiment), lowest_sentiment, told.sentiment),
		lowest_confidence = coalesce(min(lowest_confidence, told.confidence), lowest_confidence, told.confidence),
		was_refused = max(was_refused, coalesce(told.refused, 0)),
		last_intent = iif(new.seq >= last_turn_seq, coalesce(told.intent, last_intent), last_intent),
		language = iif(new.seq >= last_turn_seq, coalesce(nullif(told.language, 'und'), conversation_facts.language), conversation_facts.language),
		last_turn_seq = max(last_turn_seq, new.seq)
	FROM (SELECT json_extract(p.value, '$.data.sentiment') AS sentiment, json_extract(p.value, '$.data.confidence') AS confidence,
			json_extract(p.value, '$.data.refused') AS refused, json_extract(p.value, '$.data.intent') AS intent,
			json_extract(p.value, '$.data.language') AS language
		FROM json_each(new.parts) p WHERE json_extract(p.value, '$.type') = 'data-turn' LIMIT 1) AS told
	WHERE conversation_id = new.conversation_id;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'intent', json_extract(p.value, '$.data.intent'), new.conversation_id, new.person_id
	FROM json_each(new.parts) p WHERE json_extract(p.value, '$.type') = 'data-turn' AND json_extract(p.value, '$.data.intent') IS NOT NULL
	ON CONFLICT DO NOTHING;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'topic', substr(topic.value, 1, 100), new.conversation_id, new.person_id
	FROM json_each(new.parts) p, json_each(p.value, '$.data.topics') topic
	WHERE json_extract(p.value, '$.type') = 'data-turn' AND topic.type = 'text' AND topic.value <> ''
	ON CONFLICT DO NOTHING;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'tool', substr(json_extract(p.value, '$.type'), 6), new.conversation_id, new.person_id
	FROM json_each(new.parts) p WHERE substr(json_extract(p.value, '$.type'), 1, 5) = 'tool-'
	ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- A restore writes long parts in pieces: until the last there is nothing to read.
CREATE TRIGGER conversation_facts_said_again AFTER UPDATE OF parts ON messages
WHEN json_valid(new.parts) AND (instr(new.parts, '"data-turn"') > 0 OR instr(new.parts, '"tool-') > 0) BEGIN
	UPDATE conversation_facts SET
		lowest_sentiment = coalesce(min(lowest_sentiment, told.sentiment), lowest_sentiment, told.sentiment),
		lowest_confidence = coalesce(min(lowest_confidence, told.confidence), lowest_confidence, told.confidence),
		was_refused = max(was_refused, coalesce(told.refused, 0)),
		last_intent = iif(new.seq >= last_turn_seq, coalesce(told.intent, last_intent), last_intent),
		language = iif(new.seq >= last_turn_seq, coalesce(nullif(told.language, 'und'), conversation_facts.language), conversation_facts.language),
		last_turn_seq = max(last_turn_seq, new.seq)
	FROM (SELECT json_extract(p.value, '$.data.sentiment') AS sentiment, json_extract(p.value, '$.data.confidence') AS confidence,
			json_extract(p.value, '$.data.refused') AS refused, json_extract(p.value, '$.data.intent') AS intent,
			json_extract(p.value, '$.data.language') AS language
		FROM json_each(new.parts) p WHERE json_extract(p.value, '$.type') = 'data-turn' LIMIT 1) AS told
	WHERE conversation_id = new.conversation_id;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'intent', json_extract(p.value, '$.data.intent'), new.conversation_id, new.person_id
	FROM json_each(new.parts) p WHERE json_extract(p.value, '$.type') = 'data-turn' AND json_extract(p.value, '$.data.intent') IS NOT NULL
	ON CONFLICT DO NOTHING;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'topic', substr(topic.value, 1, 100), new.conversation_id, new.person_id
	FROM json_each(new.parts) p, json_each(p.value, '$.data.topics') topic
	WHERE json_extract(p.value, '$.type') = 'data-turn' AND topic.type = 'text' AND topic.value <> ''
	ON CONFLICT DO NOTHING;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'tool', substr(json_extract(p.value, '$.type'), 6), new.conversation_id, new.person_id
	FROM json_each(new.parts) p WHERE substr(json_extract(p.value, '$.type'), 1, 5) = 'tool-'
	ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_rated AFTER INSERT ON message_ratings BEGIN
	UPDATE conversation_facts SET
		is_rated_up = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.conversation_id AND value = 'up'),
		is_rated_down = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.conversation_id AND value = 'down')
	WHERE conversation_id = new.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_rated_again AFTER UPDATE OF value ON message_ratings BEGIN
	UPDATE conversation_facts SET
		is_rated_up = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.conversation_id AND value = 'up'),
		is_rated_down = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = new.conversation_id AND value = 'down')
	WHERE conversation_id = new.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_unrated AFTER DELETE ON message_ratings BEGIN
	UPDATE conversation_facts SET
		is_rated_up = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = old.conversation_id AND value = 'up'),
		is_rated_down = EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = old.conversation_id AND value = 'down')
	WHERE conversation_id = old.conversation_id;
END;
--> statement-breakpoint
CREATE TRIGGER conversation_facts_handed_over AFTER INSERT ON handover_requests BEGIN
	UPDATE conversation_facts SET had_handover = 1 WHERE conversation_id = new.conversation_id;
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'agent', new.agent_id, new.conversation_id, new.person_id WHERE new.agent_id IS NOT NULL
	ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- An account that is erased leaves its requests, without its id.
CREATE TRIGGER conversation_facts_taken AFTER UPDATE OF agent_id ON handover_requests BEGIN
	DELETE FROM conversation_labels
	WHERE kind = 'agent' AND value = old.agent_id AND conversation_id = old.conversation_id AND NOT EXISTS (
		SELECT 1 FROM handover_requests h WHERE h.conversation_id = old.conversation_id AND h.agent_id = old.agent_id);
	INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
	SELECT 'agent', new.agent_id, new.conversation_id, new.person_id WHERE new.agent_id IS NOT NULL
	ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- Conversations of before.
INSERT INTO conversation_facts (conversation_id, person_id, status, channel, language, created_at, updated_at, deleted_at,
	had_handover, is_rated_up, is_rated_down)
SELECT c.id, c.person_id, c.status, c.channel, c.language, c.created_at, c.updated_at, c.deleted_at,
	EXISTS (SELECT 1 FROM handover_requests WHERE conversation_id = c.id),
	EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = c.id AND value = 'up'),
	EXISTS (SELECT 1 FROM message_ratings WHERE conversation_id = c.id AND value = 'down')
FROM conversations c WHERE true ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
SELECT DISTINCT 'agent', agent_id, conversation_id, person_id FROM handover_requests WHERE agent_id IS NOT NULL ON CONFLICT DO NOTHING;
--> statement-breakpoint
UPDATE conversation_facts SET
	lowest_sentiment = told.sentiment, lowest_confidence = told.confidence, was_refused = told.refused
FROM (
	SELECT m.conversation_id, min(json_extract(p.value, '$.data.sentiment')) AS sentiment,
		min(json_extract(p.value, '$.data.confidence')) AS confidence, coalesce(max(json_extract(p.value, '$.data.refused')), 0) AS refused
	FROM messages m, json_each(iif(json_valid(m.parts), m.parts, '[]')) p
	WHERE json_extract(p.value, '$.type') = 'data-turn' GROUP BY m.conversation_id
) AS told WHERE told.conversation_id = conversation_facts.conversation_id;
--> statement-breakpoint
-- SQLite takes the other columns of an aggregate from the row that holds the greatest seq.
UPDATE conversation_facts SET
	last_intent = told.intent, last_turn_seq = told.seq,
	language = coalesce(nullif(told.language, 'und'), conversation_facts.language)
FROM (
	SELECT m.conversation_id, max(m.seq) AS seq, json_extract(p.value, '$.data.intent') AS intent,
		json_extract(p.value, '$.data.language') AS language
	FROM messages m, json_each(iif(json_valid(m.parts), m.parts, '[]')) p
	WHERE json_extract(p.value, '$.type') = 'data-turn' GROUP BY m.conversation_id
) AS told WHERE told.conversation_id = conversation_facts.conversation_id;
--> statement-breakpoint
INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
SELECT DISTINCT 'intent', json_extract(p.value, '$.data.intent'), m.conversation_id, m.person_id
FROM messages m, json_each(iif(json_valid(m.parts), m.parts, '[]')) p
WHERE json_extract(p.value, '$.type') = 'data-turn' AND json_extract(p.value, '$.data.intent') IS NOT NULL ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
SELECT DISTINCT 'topic', substr(topic.value, 1, 100), m.conversation_id, m.person_id
FROM messages m, json_each(iif(json_valid(m.parts), m.parts, '[]')) p, json_each(p.value, '$.data.topics') topic
WHERE json_extract(p.value, '$.type') = 'data-turn' AND topic.type = 'text' AND topic.value <> '' ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO conversation_labels (kind, value, conversation_id, person_id)
SELECT DISTINCT 'tool', substr(json_extract(p.value, '$.type'), 6), m.conversation_id, m.person_id
FROM messages m, json_each(iif(json_valid(m.parts), m.parts, '[]')) p
WHERE substr(json_extract(p.value, '$.type'), 1, 5) = 'tool-' ON CONFLICT DO NOTHING;
