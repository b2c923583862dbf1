export { statement } from '../src/database/statement.ts';
