import { test } from '@japa/runner'
import { pool } from '#app/shared/database/pool'
import { filesBelow } from '#tests/architecture/source_tree'

test.group('Tenants are separated by the database', () => {
  test('every business table forces row level security with the one policy', async ({ assert }) => {
    const { rows } = await pool().query<{
      name: string
      forced: boolean
      enabled: boolean
      policies: string[] | null
    }>(`
      select c.relname as name, c.relforcerowsecurity as forced, c.relrowsecurity as enabled,
             (select array_agg(p.polname || ' ' || pg_get_expr(p.polqual, c.oid) || ' / ' || pg_get_expr(p.polwithcheck, c.oid))
                from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'schema_migrations%'`)
    assert.isAbove(rows.length, 30)
    for (const { name, forced, enabled, policies } of rows) {
      assert.isTrue(enabled && forced, `${name} does not force row level security`)
      assert.lengthOf(policies ?? [], 1, `${name} has not exactly one policy`)
      const expression = '(tenant_id = ( SELECT platform.current_tenant() AS current_tenant))'
      assert.equal(policies![0], `tenant ${expression} / ${expression}`, name)
    }
  })

  test('every business table leads its key and its indexes with the tenant', async ({ assert }) => {
    const { rows } = await pool().query<{ name: string; index: string; first: string; kind: string }>(`
      select c.relname as name, i.relname as index, a.attname as first, c.relkind as kind
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
       where n.nspname = 'public' and c.relname not like 'schema_migrations%'`)
    assert.deepEqual(
      rows.filter((row) => row.first !== 'tenant_id').map((row) => `${row.name}.${row.index}`),
      []
    )
  })

  test('references between business tables carry the tenant', async ({ assert }) => {
    const { rows } = await pool().query<{ name: string; definition: string }>(`
      select conrelid::regclass::text as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`)
    const loose = rows.filter((row) => !row.definition.startsWith('FOREIGN KEY (tenant_id'))
    assert.deepEqual(loose, [])
  })

  test('the application role owns nothing and cannot step around the policies', async ({ assert }) => {
    const { rows } = await pool().query<{
      name: string
      bypass: boolean
      superuser: boolean
      owned: number
    }>(`
      select r.rolname as name, r.rolbypassrls as bypass, r.rolsuper as superuser,
             (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
        from pg_roles r where r.rolname = current_user`)
    assert.deepEqual(rows, [{ name: 'platform_app', bypass: false, superuser: false, owned: 0 }])
  })

  test('work for the whole platform is listed here with its reason', ({ assert }) => {
    const found = filesBelow('app')
      .concat(filesBelow('start'))
      .flatMap((file) =>
        [...file.text.matchAll(/acrossTenants\(\s*'([^']+)'/g)].map((match) => `${file.path}: ${match[1]}`)
      )
    assert.deepEqual(found, platformWideWork)
  })
})

const platformWideWork = [
  'app/identity/http/first_links.ts: links of first staff members',
  'app/ledger/commands/check.ts: ledger check',
  'app/reporting/commands/verify_audit.ts: audit verification',
  'start/providers/platform_provider.ts: hosts of payment forms',
  'start/worker.ts: sweeps look for due work of every tenant',
]
