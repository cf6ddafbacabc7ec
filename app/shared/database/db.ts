import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { UnitDriver } from '#app/shared/database/unit_driver'
import type { DB } from '#app/shared/database/schema'

/**
 * Every query of the application. It runs in the open transaction of the current tenant and nowhere else: outside of
 * {@link inTransaction} it throws, so that no query can forget its tenant.
 */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new UnitDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
