import type { CreditWish } from '#app/billing/domain/credit'

/** What is to be taken back, as it is kept with a refund that waits: JSON knows no bigint. */
export function writeWish(wish: CreditWish): Record<string, unknown> {
  switch (wish.of) {
    case 'whole':
      return { of: 'whole' }
    case 'amount':
      return { of: 'amount', amount: `${wish.amount}` }
    case 'lines': {
      const lines = wish.lines.map(({ position, amount }) => ({
        position,
        amount: amount === null ? null : `${amount}`,
      }))
      return { of: 'lines', lines }
    }
  }
}

export function readWrittenWish(written: Record<string, unknown>): CreditWish {
  switch (written.of) {
    case 'whole':
      return { of: 'whole' }
    case 'amount':
      return { of: 'amount', amount: BigInt(written.amount as string) }
    case 'lines': {
      const lines = written.lines as { position: number; amount: string | null }[]
      return {
        of: 'lines',
        lines: lines.map(({ position, amount }) => ({ position, amount: amount === null ? null : BigInt(amount) })),
      }
    }
    default:
      throw new Error(`A refund takes back what is not known: ${JSON.stringify(written)}`)
  }
} // prettier-ignore
