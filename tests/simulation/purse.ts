import type { Payer } from '#tests/simulation/bank'
import type { Chance } from '#tests/simulation/chance'
import type { Company } from '#tests/simulation/company'
import type { Errands } from '#tests/simulation/errands'
import { cards } from '#tests/simulation/wishes'
import type { Workers } from '#tests/simulation/workers'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const coinPausesMs = [hourMs / 6, 4 * hourMs, 20 * hourMs, 3 * dayMs]

/** How one resident pays: promptly or not, with cards, on a gateway's page, with coins or by bank. */
export class Purse {
  /** The payment server's invoice for which coins are missing. */
  private coinsWanted: string | null = null
  private readonly habit: 'prompt' | 'late' | 'careless'

  constructor(
    private owner: Payer,
    private errands: Errands,
    private company: Company,
    private workers: Workers,
    private chance: Chance
  ) {
    this.habit = chance.weighted([
      [6, 'prompt'],
      [2, 'late'],
      [2, 'careless'],
    ])
  }

  /** Who still has coins to send does that in time, late, or when nobody looks for them any more. */
  patienceMs(otherwiseMs: number): number {
    return this.coinsWanted ? this.chance.pick(coinPausesMs) : otherwiseMs
  }

  async payWhatIsOwed(): Promise<void> {
    const willing = { prompt: 0.9, late: 0.5, careless: 0.15 }[this.habit]
    const open = await this.errands.list('/invoices?status=open')
    if (open.length > 1 && this.chance.happens(willing * 0.5)) {
      const invoices = open.map(({ id, amount_due: due }) =>
        this.chance.happens(0.2) ? { id, amount: half(due.amount) } : { id }
      )
      return this.pay('pay several', '/payments', { invoices, uses_balance: this.chance.happens(0.5) })
    }
    for (const invoice of open) {
      if (!this.chance.happens(willing)) continue
      if (this.chance.happens(0.15) && (await this.transfer(invoice.id))) continue
      await this.pay('pay invoice', `/invoices/${invoice.id}/payments`)
    }
  }

  async pay(deed: string, path: string, more: object = {}): Promise<void> {
    const { ways } = this.company
    const begun = await this.errands.does(deed, path, { ...more, ...ways.choose(this.chance) })
    if (begun?.form?.client_secret) await this.enterCard(begun.form.client_secret)
    else if (begun?.page) this.coinsWanted = await ways.visit(begun.page, this.chance)
    else return
    await this.workers.followUp()
  }

  async goOnWithCoins(): Promise<void> {
    if (!this.coinsWanted) return
    const reference = this.coinsWanted
    this.coinsWanted = null
    await this.company.ways.goOnWithCoins(reference, this.chance)
    await this.workers.followUp()
  }

  async enterNewCard(): Promise<void> {
    const setup = await this.errands.does('new card', '/payment-method-setups', {})
    if (!setup?.form?.client_secret) return
    await this.enterCard(setup.form.client_secret)
    await this.errands.does('new card', `/payment-method-setups/${setup.id}/completions`, {})
    await this.workers.followUp()
  }

  /** By bank, where the invoice says how. @returns whether it does */
  private async transfer(invoiceId: string): Promise<boolean> {
    const { status, body: invoice } = await this.errands.get(`/invoices/${invoiceId}`)
    if (status !== 200 || !invoice.transfer) return false
    await this.company.bank.transfer(this.owner, invoice, this.chance)
    return true
  }

  /** The browser at the gateway: it may fail there as everywhere, and the bank may ask who is there. */
  private async enterCard(clientSecret: string): Promise<void> {
    const { sandbox } = this.company
    const card = this.chance.weighted(cards)
    const confirmed = await sandbox.confirm(clientSecret, card).catch(() => null)
    if (confirmed?.status !== 'requires_action') return
    const outcome = this.chance.happens(0.8) ? 'complete' : 'fail'
    await sandbox.authenticate(String(confirmed.id), outcome)
  }
}

/** A part of an amount, at least one. */
function half(amount: string): string {
  return String(BigInt(amount) / 2n || 1n)
}
