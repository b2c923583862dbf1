import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { createOrganization } from './org.ts';

test('lists regions by department, in the order in which the departments were added', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('parks', 'Parks', 'UTC', 1);
    INSERT INTO region (department_id, slug, name) SELECT id, 'lakes', 'Lakes' FROM department WHERE slug = 'parks';
    INSERT INTO region (department_id, slug, name, retired_at, successor_id)
      SELECT 1, 'old', 'Old', 1, (SELECT id FROM region WHERE slug = 'east')`);
  const { departments, regions } = await createOrganization(collector.db)();
  expect(departments.map(({ slug }) => slug)).toEqual(['cws', 'parks']);
  expect(regions.slice(-2).map(({ slug, department }) => [slug, department.slug])).toEqual([
    ['old', 'cws'],
    ['lakes', 'parks'],
  ]);
  expect(regions.find(({ slug }) => slug === 'old')?.successor?.name).toBe('East Region');
});
