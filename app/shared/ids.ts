import { randomFillSync } from 'node:crypto'
import { TypeID } from 'typeid-js'
import { v7, v5 } from 'uuid'
import { Clock } from '#app/shared/time/clock'

/**
 * Prefixes under which ids are shown outside. Inside, and in the database, an id is a UUIDv7.
 * The outside form follows the TypeID specification: prefix, underscore, 26 characters of base 32 that sort by time.
 */
export const idPrefixes = {
  tenant: 'tnt',
  user: 'usr',
  customer: 'cus',
  membership: 'mem',
  customerNote: 'note',
  sshKey: 'key',
  apiToken: 'tok',
  signIn: 'sin',
  invitation: 'ivt',
  impersonation: 'imp',
  dataExport: 'dex',
  erasure: 'ers',
  oauthClient: 'app',
  signInProvider: 'sip',
  linkedSignIn: 'lsi',
  passkey: 'psk',
  knownBrowser: 'brw',
  product: 'prod',
  plan: 'plan',
  price: 'price',
  priceMove: 'pmv',
  option: 'opt',
  optionValue: 'val',
  taxRate: 'tax',
  taxRegistration: 'txr',
  taxExemption: 'txe',
  taxCertificate: 'txc',
  cart: 'cart',
  cartItem: 'item',
  quote: 'quo',
  offer: 'off',
  coupon: 'cpn',
  referral: 'ref',
  order: 'ord',
  orderLine: 'oln',
  subscription: 'sub',
  subscriptionChange: 'chg',
  trial: 'tri',
  service: 'svc',
  panel: 'pnl',
  operation: 'op',
  drift: 'dft',
  serviceMove: 'mov',
  serviceBatch: 'bat',
  upstreamCost: 'upc',
  datacenter: 'dc',
  addressPool: 'apl',
  addressHolding: 'adh',
  capacityHold: 'hold',
  gateway: 'gw',
  gatewayMovement: 'gmv',
  gatewayPayout: 'gpo',
  payment: 'pay',
  refund: 'rfd',
  giftRequest: 'gft',
  dispute: 'dsp',
  disputeFile: 'dfl',
  paymentMethod: 'pm',
  methodSetup: 'set',
  webhookMessage: 'whm',
  invoice: 'inv',
  creditNote: 'cn',
  receivedPayment: 'rcv',
  bankAccount: 'bac',
  bankStatement: 'bst',
  bankMovement: 'bmv',
  balanceAdjustment: 'adj',
  invoiceDraft: 'drf',
  billableItem: 'bi',
  replay: 'rpl',
  customerGroup: 'cgr',
  collectionCase: 'ccs',
  journalEntry: 'je',
  ledgerAccount: 'la',
  event: 'evt',
  remoteCall: 'call',
  message: 'msg',
} as const

export type IdKind = keyof typeof idPrefixes

const clock = new Clock()

const randomBytesPerId = 16

/** Random bytes for the ids to come: asking the system for each costs more than all the rest of an id. */
const pool = { bytes: Buffer.alloc(randomBytesPerId * 256), used: Infinity }

/** The last id's place in time. Within a millisecond ids count on. */
const last = { msecs: 0, seq: 0 }

/** A new id, larger than all that this process made before it. */
export function newId(): string {
  const random = nextRandomBytes()
  const now = clock.wall().getTime()
  // A count begins low enough for as many as can be made before the clock moves on.
  const isLater = now > last.msecs
  last.seq = isLater ? random.readUInt32BE(6) >>> 1 : (last.seq + 1) >>> 0
  last.msecs = isLater ? now : last.seq === 0 ? last.msecs + 1 : last.msecs
  return v7({ ...last, random })
}

function nextRandomBytes(): Buffer {
  if (pool.used >= pool.bytes.length) {
    randomFillSync(pool.bytes)
    pool.used = 0
  }
  pool.used += randomBytesPerId
  return pool.bytes.subarray(pool.used - randomBytesPerId, pool.used)
}

/** When an id was made, in milliseconds of the wall clock: a UUIDv7 begins with it. The tenant's own clock may say otherwise. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

/** The same id for the same name, so that a repeated cause meets its unique key. */
export function derivedId(namespace: string, name: string): string {
  return v5(name, namespace)
}

/** `showId('invoice', '0190…')` is `inv_01h4…`. */
export function showId(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${toBase32(id)}`
}

const digits = '0123456789abcdefghjkmnpqrstvwxyz'
/** Ten bits as two digits. */
const pairs = [...digits].flatMap((first) => [...digits].map((second) => first + second))

/** 128 bits as 26 digits of five, as TypeID has it. A list shows a hundred ids, so this takes ten bits at a time. */
function toBase32(uuid: string): string {
  const hex = uuid.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error('An id is a UUID')
  let text = pairs[parseInt(hex.slice(0, 2), 16)]!
  for (let start = 2; start < 32; start += 5) {
    const bits = parseInt(hex.slice(start, start + 5), 16)
    text += pairs[bits >> 10]! + pairs[bits & 1023]!
  }
  return text
}

/** Reads an outside id of the given kind; null for anything else, whatever it is. */
export function readId(kind: IdKind, text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 40) return null
  try {
    return TypeID.fromString(text, idPrefixes[kind]).toUUID()
  } catch {
    return null
  }
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}

/** The id that a list is narrowed down to; null for all. What is no id of the kind matches nothing, rather than everything. */
export function filterId(kind: IdKind, shown: string | undefined): string | null {
  if (shown === undefined) return null
  return readId(kind, shown) ?? '00000000-0000-0000-0000-000000000000'
}
