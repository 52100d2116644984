/**
 * A process of its own: plain single-row INSERTs of the same bytes by the same driver, 64 at a time: the limit that intake
 * is compared with. Message from the parent: {connectionString, sealed[], clients, connections, seconds}. Answer: {inserted}.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface InsertOrder {
  connectionString: string;
  /** base64url */
  sealed: string[];
  clients: number;
  connections: number;
  seconds: number;
}

process.on('message', async (order: InsertOrder) => {
  const pool = new pg.Pool({ connectionString: order.connectionString, max: order.connections });
  const rows = order.sealed.map((text) => Buffer.from(text, 'base64url'));
  const end = performance.now() + order.seconds * 1000;
  let inserted = 0;
  const insert = async (client: number): Promise<void> => {
    for (let turn = client; performance.now() < end; turn += order.clients) {
      await pool.query({
        name: 'bare-insert',
        text: 'insert into bare_report (report_id, hub_id, reporter, sealed, accepted_at) values ($1, $2, $3, $4, $5)',
        values: [randomUUID(), 'bench.localhost', 'ana@bench.localhost', rows[turn % rows.length], new Date()],
      });
      inserted++;
    }
  };
  await Promise.all(Array.from({ length: order.clients }, (_, client) => insert(client)));
  await pool.end();
  process.send?.({ inserted }, () => process.exit(0));
});
