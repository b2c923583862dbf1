import type { Database } from '../src/database/database.ts';

/** Gives the sample department three customer groups, and a fourth that has ended. It asks for them on the form. */
export async function addGroups(db: Database, asksGroup = true): Promise<void> {
  await db.$client.executeMultiple(`
    UPDATE department SET asks_group = ${asksGroup ? 1 : 0} WHERE id = 1;
    INSERT INTO customer_group (id, department_id, code, names, place, created_at, ended_at) VALUES
      (1, 1, 'client', '{"en":"Client","es":"Cliente"}', 2, 0, NULL),
      (2, 1, 'family', '{"en":"Family <member>","es":"Familiar"}', 1, 0, NULL),
      (3, 1, 'partner', '{"en":"Partner agency"}', 3, 0, NULL),
      (4, 1, 'advocate', '{"en":"Advocate"}', 4, 0, 1);`);
}
