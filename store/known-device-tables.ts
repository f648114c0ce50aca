import type { Kysely } from 'kysely'

export type KnownDeviceTables = {
  /** Browsers in which members have signed in, by SHA-256 of what only the browser knows; it opens nothing. */
  known_devices: { device_hash: string; staff_id: string; expires_at: string }
}

export async function createKnownDeviceTables<T extends KnownDeviceTables>(db: Kysely<T>): Promise<void> {
  await db.schema.createTable('known_devices')
    .addColumn('device_hash', 'text', c => c.notNull()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('expires_at', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('known_devices_pk', ['device_hash', 'staff_id']).execute()
  await db.schema.createIndex('known_devices_by_staff').on('known_devices').column('staff_id').execute()
}
