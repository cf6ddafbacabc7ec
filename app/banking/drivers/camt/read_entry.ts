import type { StatedMovement } from '#app/banking/domain/movement'
import { dayOf, moneyOf } from '#app/banking/drivers/camt/values'
import { all, first, textAt, type XmlElement } from '#app/banking/drivers/camt/xml_tree'

interface Account {
  iban: string | null
  currency: string | null
}

/** What banks write where they have nothing to say. */
const nothing = /^(NOTPROVIDED|NOT PROVIDED|NONREF|NONE|N\/A|-)$/i
const feeCodes = /^(CHRG|FEES|COMM|ADJT|INTR)$/
const returnCodes = /^(RRTN|RPCR|UPCT|PRDD|UPDD)$/

/**
 * The movements of an entry: one, or one for each transfer where the bank booked many together and says what each of them was. When those do not
 * add up to what was booked, the entry is taken as a whole. Throws when it is in another currency than the account.
 */
export function readEntry(entry: XmlElement, account: Account): StatedMovement[] {
  const details = all(entry, 'NtryDtls/TxDtls')
  const total = moneyOf(first(entry, 'Amt')!)
  const currency = first(entry, 'Amt')!.attributes.Ccy!
  if (account.currency && account.currency !== currency) {
    throw new Error(`An entry in ${currency} stands on an account in ${account.currency}`)
  }
  if (total === 0n) return []
  const amounts = details.map((detail) => first(detail, 'Amt') ?? first(detail, 'AmtDtls/TxAmt/Amt'))
  const isSplit = details.length > 1 && amounts.every((amount) => amount?.attributes.Ccy === currency)
  const parts = isSplit ? amounts.map((amount) => moneyOf(amount!)) : []
  if (isSplit && parts.reduce((sum, part) => sum + part, 0n) === total && parts.every((part) => part > 0n)) {
    return details.map((detail, index) =>
      toMovement({ entry, details: [detail], amount: parts[index]!, currency, account })
    )
  }
  return [toMovement({ entry, details, amount: total, currency, account })]
}

function toMovement(input: {
  entry: XmlElement
  details: XmlElement[]
  amount: bigint
  currency: string
  account: Account
}): StatedMovement {
  const { entry, details, amount, currency, account } = input
  const detail = details[0] ?? null
  const direction = textAt(entry, 'CdtDbtInd') === 'CRDT' ? 'credit' : 'debit'
  const bookedOn = dayOf(textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm'))
  if (!bookedOn) throw new Error('A booked entry does not say its day')
  const party = details.length > 1 ? null : counterpartyOf(detail, direction, account)
  const texts = details.flatMap((each) => all(each, 'RmtInf/Ustrd')).map(({ text }) => text.trim())
  return {
    direction,
    kind: kindOf(entry, detail),
    amount,
    currency,
    bookedOn,
    valuedOn: dayOf(textAt(entry, 'ValDt/Dt', 'ValDt/DtTm')),
    counterpartyName: party?.name ?? null,
    counterpartyIban: party?.iban ?? null,
    remittance:
      texts.join(' ').replaceAll(/\s+/g, ' ').trim().slice(0, 1000) ||
      (textAt(detail, 'AddtlTxInf') ?? textAt(entry, 'AddtlNtryInf') ?? '').slice(0, 1000),
    creditorReference: said(textAt(detail, 'RmtInf/Strd/CdtrRefInf/Ref')),
    endToEndId: said(textAt(detail, 'Refs/EndToEndId')),
    bankReference: said(textAt(detail, 'Refs/AcctSvcrRef') ?? textAt(entry, 'AcctSvcrRef')),
    returnReason: said(textAt(detail, 'RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry', 'RtrInf/AddtlInf')),
  }
}

function kindOf(entry: XmlElement, detail: XmlElement | null): StatedMovement['kind'] {
  const code =
    textAt(detail, 'BkTxCd/Domn/Fmly/SubFmlyCd') ?? textAt(entry, 'BkTxCd/Domn/Fmly/SubFmlyCd') ?? ''
  const isReversal = /^(true|1)$/.test(textAt(entry, 'RvslInd') ?? '')
  if (isReversal || first(detail, 'RtrInf') || returnCodes.test(code)) return 'return'
  return feeCodes.test(code) ? 'fee' : 'transfer'
}

/** The other side: who paid us, or whom we paid. What came back may still name both as they were, so ours is left out. */
function counterpartyOf(detail: XmlElement | null, direction: 'credit' | 'debit', account: Account) {
  const sides = direction === 'credit' ? ['Dbtr', 'Cdtr'] : ['Cdtr', 'Dbtr']
  const parties = sides.map((side) => ({
    name: textAt(detail, `RltdPties/${side}/Pty/Nm`, `RltdPties/${side}/Nm`)?.slice(0, 140) ?? null,
    iban: textAt(detail, `RltdPties/${side}Acct/Id/IBAN`)?.toUpperCase() ?? null,
  }))
  const isOwn = ({ iban }: { iban: string | null }) => iban !== null && iban === account.iban
  return parties.find((party) => (party.name ?? party.iban) !== null && !isOwn(party)) ?? null
}

function said(text: string | null): string | null {
  return text === null || nothing.test(text) ? null : text.slice(0, 140)
}
