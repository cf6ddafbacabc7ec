import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { ask, type Finding } from '#tests/simulation/auditor/findings'
import { bookChecks } from '#tests/simulation/auditor/books'
import { checkSeals, documentChecks } from '#tests/simulation/auditor/documents'
import { factChecks } from '#tests/simulation/auditor/facts'
import { moneyBackChecks } from '#tests/simulation/auditor/money_back'
import { type Arrived, checkOutside } from '#tests/simulation/auditor/outside'
import { periodChecks } from '#tests/simulation/auditor/periods'
import { checkPrices } from '#tests/simulation/auditor/prices'

export type { Finding } from '#tests/simulation/auditor/findings'

interface Audited {
  databaseUrl: string
  tenantId: string
  sandboxFolder: string
}

/**
 * Checks the invariants of a company at an instant on connections of its own. It shares no code with what it checks: it reads tables and
 * the sandbox's file as they lie there, and counts, adds and rounds by itself.
 */
export class Auditor {
  private sealsSeenUntil = new Date(0)
  private arrived: Arrived = { position: 0, ids: new Set(), checkedUntil: new Date(0) }

  constructor(private audited: Audited) {}

  /** @param today in the company's zone */
  async audit({ now, today }: { now: Date; today: string }): Promise<Finding[]> {
    const database = await this.connect(this.audited.tenantId)
    try {
      const checks = [...bookChecks, ...moneyBackChecks, ...documentChecks, ...periodChecks, ...factChecks]
      const findings = [
        ...(await ask(database, checks, [today])),
        ...(await checkSeals(database, this.sealsSeenUntil)),
        ...(await checkPrices(database, this.sealsSeenUntil)),
        ...(await checkOutside(database, this.audited.sandboxFolder, this.arrived)),
        ...(await this.checkSeparation(database)),
      ]
      this.sealsSeenUntil = now
      return findings
    } finally {
      await database.end()
    }
  }

  /** Invariant 9: whoever is another tenant sees no row of any business table. */
  private async checkSeparation(database: pg.Client): Promise<Finding[]> {
    const { rows: tables } = await database.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'schema_migrations%'`
    )
    const stranger = await this.connect(randomUUID())
    try {
      const seen = tables.map(
        ({ name }) => `select '${name}' as found where exists (select from ${pg.escapeIdentifier(name)})`
      )
      const { rows } = await stranger.query<{ found: string }>(seen.join(' union all '))
      return rows.map(({ found }) => ({ invariant: 9, check: 'rows of another tenant', found }))
    } finally {
      await stranger.end()
    }
  }

  private async connect(tenantId: string): Promise<pg.Client> {
    const database = new pg.Client({
      connectionString: this.audited.databaseUrl,
      options: `-c app.tenant=${tenantId}`,
    })
    await database.connect()
    return database
  }
}
