import { BaseCommand, flags } from '@adonisjs/core/ace'
import { acrossTenants } from '#app/shared/database/unit'
import { checkLedger, type LedgerReport } from '#app/ledger/queries/check_ledger'

type TenantReport = LedgerReport & { tenant: string }

export default class LedgerCheck extends BaseCommand {
  static override commandName = 'ledger:check'
  static override description =
    'Prove that the books balance, agree with invoices and hold every payment once'
  static override options = { startApp: true }

  @flags.boolean({ description: 'Print the whole report as JSON' })
  declare json: boolean

  @flags.string({ description: 'Check one tenant only, by id or slug' })
  declare tenant: string | undefined

  override async run(): Promise<void> {
    const reports: TenantReport[] = []
    await acrossTenants('ledger check', async ({ id, slug }) => {
      if (this.tenant && this.tenant !== id && this.tenant !== slug) return
      reports.push({ tenant: slug, ...(await checkLedger()) })
    })
    const isClean = reports.length > 0 && reports.every((report) => report.isClean)
    if (this.json) console.log(JSON.stringify({ is_clean: isClean, tenants: reports.map(toWire) }, null, 2))
    else this.tell(reports)
    if (!isClean) this.exitCode = 1
  }

  private tell(reports: TenantReport[]): void {
    if (reports.length === 0)
      this.logger.error(this.tenant ? `There is no tenant ${this.tenant}.` : 'There is no tenant yet.')
    for (const { tenant, isClean, counts, differences } of reports) {
      if (isClean)
        this.logger.success(`${tenant}: ${counts.entries} entries, ${counts.payments} payments, all in order`)
      for (const { check, subject, found } of differences)
        this.logger.error(`${tenant}: ${check}: ${subject} ${found}`)
    }
  }
}

function toWire({ tenant, isClean, counts, differences }: TenantReport) {
  const { ledgerAccounts, ...rest } = counts
  return { tenant, is_clean: isClean, counts: { ...rest, ledger_accounts: ledgerAccounts }, differences }
}
