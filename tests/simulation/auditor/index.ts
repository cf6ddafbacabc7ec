import pg from 'pg'
import { accountChecks } from '#tests/simulation/auditor/accounts'
import { agreementChecks } from '#tests/simulation/auditor/agreements'
import { ask, type Finding, type Moment } from '#tests/simulation/auditor/findings'
import { bookChecks } from '#tests/simulation/auditor/books'
import { chargeChecks } from '#tests/simulation/auditor/charges'
import { checkSeals, documentChecks } from '#tests/simulation/auditor/documents'
import { factChecks } from '#tests/simulation/auditor/facts'
import { checkForesight, type Foreseen } from '#tests/simulation/auditor/foresight'
import { checkHistory, nothingYet } from '#tests/simulation/auditor/history'
import { moneyBackChecks } from '#tests/simulation/auditor/money_back'
import { type Arrived, checkOutside } from '#tests/simulation/auditor/outside'
import { periodChecks } from '#tests/simulation/auditor/periods'
import { checkPrices } from '#tests/simulation/auditor/prices'
import { checkSeparation } from '#tests/simulation/auditor/separation'
import { timeChecks } from '#tests/simulation/auditor/time'

export type { Finding } from '#tests/simulation/auditor/findings'

interface Audited {
  databaseUrl: string
  tenantId: string
  timeZone: string
  sandboxFolder: string
}

/** Every question whose answers are faults, when all is at rest. */
export const allChecks = [
  ...bookChecks,
  ...accountChecks,
  ...moneyBackChecks,
  ...documentChecks,
  ...periodChecks,
  ...factChecks,
  ...timeChecks,
  ...agreementChecks,
  ...chargeChecks,
]
/** What holds at every instant, whatever is under way. */
const alwaysTrue = [...bookChecks, ...documentChecks].filter(({ invariant }) => invariant !== 4)

/**
 * Checks the invariants of a company at an instant on connections of its own. It shares no code with what it checks: it reads tables and
 * the sandbox's file as they lie there, and counts, adds and rounds by itself.
 */
export class Auditor {
  private sealsSeenUntil = new Date(0)
  private arrived: Arrived = { position: 0, ids: new Set(), checkedUntil: new Date(0) }
  private remembered = nothingYet()

  constructor(private audited: Audited) {}

  /** @param when an instant at which all is at rest */
  audit(when: Pick<Moment, 'now' | 'today'>): Promise<Finding[]> {
    const { timeZone, sandboxFolder } = this.audited
    return this.connected(async (database) => {
      const findings = [
        ...(await ask(database, allChecks, { ...when, timeZone })),
        ...(await checkHistory(database, this.remembered)),
        ...(await checkSeals(database, this.sealsSeenUntil)),
        ...(await checkPrices(database, this.sealsSeenUntil)),
        ...(await checkOutside(database, sandboxFolder, this.arrived)),
        ...(await checkSeparation(database, (stranger) => this.connect(stranger))),
      ]
      this.sealsSeenUntil = when.now
      return findings
    })
  }

  /** In the middle of a month, while faults happen and work is under way. */
  lookIn(when: Pick<Moment, 'now' | 'today'>): Promise<Finding[]> {
    const { timeZone } = this.audited
    return this.connected((database) => ask(database, alwaysTrue, { ...when, timeZone }))
  }

  /** What the API said at an earlier audit, against what has come since. */
  compareForesight(
    foreseen: readonly Foreseen[],
    how: Parameters<typeof checkForesight>[2]
  ): Promise<Finding[]> {
    return this.connected((database) => checkForesight(database, foreseen, how))
  }

  private async connected<T>(work: (database: pg.Client) => Promise<T>): Promise<T> {
    const database = await this.connect(this.audited.tenantId)
    try {
      return await work(database)
    } finally {
      await database.end()
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
