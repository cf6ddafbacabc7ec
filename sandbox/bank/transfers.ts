import type { Kit } from '../core/system.ts'
import type { Collection } from '../core/store.ts'

/** A movement on an account that somebody keeps at this bank. */
export interface Transfer {
  id: string
  /** To whose account it goes; what comes back goes out of the same. */
  account: string
  day: string
  side: 'CRDT' | 'DBIT'
  /** A plain decimal of euros. */
  amount: string
  name: string
  iban: string
  text: string
  /** The transfer that came back. */
  returns: string | null
  returned: boolean
}

export function transfersOf(kit: Kit): Collection<Transfer> {
  return kit.store.collection<Transfer>('transfers')
}

export type Wish = Record<'account' | 'day' | 'amount' | 'name' | 'iban' | 'text', string>

/** Writes a transfer down, or says what is wrong with it. A few people share one account, as families do. */
export function send(kit: Kit, wish: Wish): Transfer | string {
  const account = plain(wish.account)
  const iban = plain(wish.iban)
  const amount = wish.amount.trim().replace(',', '.')
  if (!isIban(account)) return 'The account it goes to is no IBAN.'
  if (!isIban(iban)) return 'The account it comes from is no IBAN.'
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(amount) || !/[1-9]/.test(amount))
    return 'The amount is none: write 16.67.'
  if (!isDay(wish.day)) return 'There is no such day.'
  if (wish.text.length > 140) return 'The text has at most 140 characters.'
  const id = `T${String(kit.store.next('transfers')).padStart(8, '0')}`
  const [whole = '0', cents = ''] = amount.split('.')
  return transfersOf(kit).insert(id, {
    ...{ id, account, iban, day: wish.day, side: 'CRDT', amount: `${whole}.${cents.padEnd(2, '0')}` },
    ...{ name: wish.name.trim().slice(0, 70) || 'Somebody', text: wish.text.trim(), returns: null, returned: false },
  }) // prettier-ignore
}

/** The bank of whoever sent it takes it back: on the next day it goes out again. */
export function giveBack(kit: Kit, id: string): Transfer | string {
  const transfer = transfersOf(kit).get(id)
  if (!transfer || transfer.side === 'DBIT') return 'There is no such transfer.'
  if (transfer.returned) return 'It came back already.'
  transfersOf(kit).put(id, { ...transfer, returned: true })
  const back = `T${String(kit.store.next('transfers')).padStart(8, '0')}`
  const day = new Date(Date.parse(`${transfer.day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return transfersOf(kit).insert(back, { ...transfer, id: back, day, side: 'DBIT', returns: id, returned: false })
} // prettier-ignore

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}

function plain(iban: string): string {
  return iban.toUpperCase().replaceAll(/\s/g, '')
}

/** ISO 13616: modulo 97 of the turned number is 1. */
function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((letter) => parseInt(letter, 36)).join('')
  return BigInt(digits) % 97n === 1n
}
