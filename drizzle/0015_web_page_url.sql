ALTER TABLE `knowledge_web_pages` RENAME COLUMN `address` TO `url`;
