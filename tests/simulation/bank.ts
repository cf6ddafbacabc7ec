import type { Sandbox } from '#tests/support/sandbox'
import type { Json } from '#tests/support/openapi'
import { addDays } from '#app/shared/time/calendar'
import { type Caller, noAnswer } from '#tests/simulation/caller'
import type { Chance } from '#tests/simulation/chance'
import type { Diary } from '#tests/simulation/diary'

/** What a payer writes: mostly what they are asked to, sometimes only the number, nothing, or the number of something else. */
const texts = [
  [6, 'reference'],
  [2, 'number'],
  [1, 'nothing'],
  [1, 'wrong'],
] as const
/** How much of what is due, in percent. */
const parts = [
  [8, 100],
  [1, 60],
  [1, 130],
] as const

export interface Payer {
  /** As the bank knows them. */
  name: string
  number: number
}

/** Who of the staff sees to it. */
interface Clerk {
  staff: Caller
  chance: Chance
  diary: Diary
}

const nothingMoved = 204

/** Transfers of customers, and the statements that staff download and import. */
export class Bank {
  /** Statements of earlier days are imported. */
  private importedUntil: string | null = null

  /** The company's account, as invoices name it. */
  private account = ''
  /** Where the company's clock stands, by UTC. */
  today = ''

  constructor(private sandbox: Sandbox) {}

  /** Sends money for an invoice that says how it may be transferred. It arrives today. */
  async transfer({ name, number }: Payer, { transfer }: Json, chance: Chance): Promise<void> {
    const cents = (BigInt(transfer.amount.amount) * BigInt(chance.weighted(parts))) / 100n || 1n
    const { reference, invoice_reference: invoice } = transfer
    const text = { reference, number: `Invoice ${invoice}`, nothing: '', wrong: 'For the server' }
    this.importedUntil ??= this.today
    this.account = transfer.iban
    await this.sandbox.process.json('POST', '/bank/transfers', {
      account: transfer.iban,
      day: this.today,
      amount: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`,
      name,
      iban: ibanOf(number),
      text: text[chance.weighted(texts)],
    })
  }

  /** Imports the statements of the days that are over, and decides about what the platform was not sure of. */
  async lookAt({ staff, chance, diary }: Clerk): Promise<void> {
    if (this.importedUntil === null) return
    for (let day = this.importedUntil; day < this.today; day = addDays(day, 1)) {
      const status = await this.importDay(staff, day)
      if (status !== nothingMoved) diary.note('import statement', status)
      // What was not answered is sent again the next time: each movement counts once.
      if (status === noAnswer) return
      this.importedUntil = addDays(day, 1)
    }
    const { body } = await staff.get('/bank/movements?status=review&direction=credit')
    for (const movement of body.data) await this.decide(movement, { staff, chance, diary })
  }

  private async importDay(staff: Caller, day: string): Promise<number> {
    const response = await fetch(`${this.sandbox.url}/bank/accounts/${this.account}/statements/${day}`)
    const rawBody = await response.text()
    if (!rawBody.includes('<Ntry>')) return nothingMoved
    const headers = { 'content-type': 'application/xml' }
    const answer = await staff.send('POST', `/bank/statements?file_name=${day}.xml`, { rawBody, headers })
    return answer.status
  }

  /** Staff know their customers by name, or leave it for another day. */
  private async decide(movement: Json, { staff, chance, diary }: Clerk): Promise<void> {
    if (chance.happens(0.3)) return
    const [named] = movement.proposals
    const form = { customer_id: named?.customer.id ?? '' }
    const answer = named
      ? await staff.put(`/bank/movements/${movement.id}/booking`, form)
      : await staff.put(`/bank/movements/${movement.id}/dismissal`, { reason: 'Nobody knows whose it is' })
    diary.note(named ? 'book transfer' : 'dismiss transfer', answer.status)
  }
}

/** A German account number for each customer, with its check digits (ISO 13616). */
function ibanOf(number: number): string {
  const account = `50010517${String(number).padStart(10, '0')}`
  const check = 98n - (BigInt(`${account}131400`) % 97n)
  return `DE${String(check).padStart(2, '0')}${account}`
}
