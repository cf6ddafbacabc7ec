import type { XmlElement } from '#app/banking/drivers/camt/xml_tree'

type Check = (element: XmlElement) => boolean

/** What the message definition says about an element: how often it stands there, and what is in it. */
interface Rule {
  min: number
  max: number
  check?: Check
  parts?: Record<string, Rule>
}

const text =
  (length: number): Check =>
  ({ text: value }) =>
    value.trim() !== '' && value.length <= length
const matches =
  (pattern: RegExp): Check =>
  ({ text: value }) =>
    pattern.test(value.trim())
const isoDate = matches(/^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/)
const isoDateTime = matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/)
const side = matches(/^(CRDT|DBIT)$/)
/** ActiveOrHistoricCurrencyAndAmount: at most 18 digits, five of them decimals, never negative, with its currency. */
const amount: Check = ({ text: value, attributes }) =>
  /^\d{1,18}(\.\d{1,5})?$/.test(value.trim()) &&
  value.replaceAll(/\D/g, '').length <= 18 &&
  /^[A-Z]{3}$/.test(attributes.Ccy ?? '')
const entryState = /^(BOOK|PDNG|INFO|FUTR)$/

const one = (rule: Omit<Rule, 'min' | 'max'> = {}): Rule => ({ min: 1, max: 1, ...rule })
const maybe = (rule: Omit<Rule, 'min' | 'max'> = {}): Rule => ({ min: 0, max: 1, ...rule })
const some = (rule: Omit<Rule, 'min' | 'max'> = {}): Rule => ({ min: 1, max: Infinity, ...rule })
const many = (rule: Omit<Rule, 'min' | 'max'> = {}): Rule => ({ min: 0, max: Infinity, ...rule })

const day = { parts: { Dt: maybe({ check: isoDate }), DtTm: maybe({ check: isoDateTime }) } }

/** The state of an entry is a code in version 2 and has a code inside in version 8. */
const entryStates: Record<string, Rule> = {
  '02': one({ check: matches(entryState) }),
  '08': one({ parts: { Cd: maybe({ check: matches(entryState) }), Prtry: maybe({ check: text(35) }) } }),
}

/**
 * The rules of the message definitions camt.053.001.02 and .08 (ISO 20022, BankToCustomerStatement) for every element that we read. What we do
 * not read may be whatever it is: banks add to it, and a file is not turned away for a telephone number.
 */
export function messageRules(version: '02' | '08'): Record<string, Rule> {
  const transaction = {
    parts: {
      Refs: maybe({ parts: { EndToEndId: maybe({ check: text(35) }), AcctSvcrRef: maybe({ check: text(35) }), TxId: maybe({ check: text(35) }) } }),
      Amt: maybe({ check: amount }),
      CdtDbtInd: maybe({ check: side }),
      AmtDtls: maybe({ parts: { TxAmt: maybe({ parts: { Amt: one({ check: amount }) } }) } }),
      RmtInf: maybe({ parts: { Ustrd: many({ check: ({ text: value }) => value.length <= 140 }) } }),
    },
  }
  const entry = {
    parts: {
      NtryRef: maybe({ check: text(35) }),
      Amt: one({ check: amount }),
      CdtDbtInd: one({ check: side }),
      RvslInd: maybe({ check: matches(/^(true|false|1|0)$/) }),
      Sts: entryStates[version]!,
      BookgDt: maybe(day),
      ValDt: maybe(day),
      AcctSvcrRef: maybe({ check: text(35) }),
      BkTxCd: one(),
      NtryDtls: many({ parts: { TxDtls: many(transaction) } }),
    },
  }
  const balance = {
    parts: {
      Tp: one({ parts: { CdOrPrtry: one() } }),
      Amt: one({ check: amount }),
      CdtDbtInd: one({ check: side }),
      Dt: one(day),
    },
  }
  const account = {
    parts: {
      Id: one({ parts: { IBAN: maybe({ check: matches(/^[A-Z]{2}\d{2}[a-zA-Z0-9]{1,30}$/) }) } }),
      Ccy: maybe({ check: matches(/^[A-Z]{3}$/) }),
    },
  }
  return {
    GrpHdr: one({ parts: { MsgId: one({ check: text(35) }), CreDtTm: one({ check: isoDateTime }) } }),
    Stmt: some({
      parts: {
        Id: one({ check: text(35) }),
        CreDtTm: version === '02' ? one({ check: isoDateTime }) : maybe({ check: isoDateTime }),
        FrToDt: maybe({ parts: { FrDtTm: one({ check: isoDateTime }), ToDtTm: one({ check: isoDateTime }) } }),
        Acct: one(account),
        Bal: some(balance),
        Ntry: many(entry),
      },
    }),
  }
} // prettier-ignore

/** The first place that breaks a rule, as `Stmt[1]/Ntry[3]/Amt`; null when none does. */
export function findBrokenRule(element: XmlElement, rules: Record<string, Rule>, path = ''): string | null {
  const counts = new Map<string, number>()
  for (const child of element.children) {
    const rule = rules[child.name]
    if (!rule) continue
    const place = (counts.get(child.name) ?? 0) + 1
    counts.set(child.name, place)
    const here = `${path}${child.name}${rule.max > 1 ? `[${place}]` : ''}`
    if (place > rule.max || (rule.check && !rule.check(child))) return here
    const below = rule.parts ? findBrokenRule(child, rule.parts, `${here}/`) : null
    if (below) return below
  }
  const missing = Object.entries(rules).find(([name, { min }]) => (counts.get(name) ?? 0) < min)
  return missing ? `${path}${missing[0]}` : null
}
