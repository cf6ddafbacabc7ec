/** What a line's explanation says, in sentences: period and zone, price, part, discounts, tax, and what led to it. */
import {
  addExact,
  type Exact,
  exactDecimal,
  isWhole,
  negated,
  percentOf,
  readExact,
} from '~/composables/exact_amount'
import { shareInPercent } from '~/composables/share_in_percent'
import { lastDay } from '~/composables/last_day'
import { useFormat } from '~/composables/use_format'
import { usePercent } from '~/composables/use_percent'
import { useTaxWords } from '~/composables/use_tax_words'
import { useInstant } from '~/composables/use_instant'
import { useTranslation } from '~/i18n/use_translation'
import type { InvoiceLine, LineFact } from '~/components/billing/types'

export type ExplainedLine = Pick<
  InvoiceLine,
  'description' | 'quantity' | 'unit_amount' | 'amount' | 'tax_amount' | 'explanation'
> & { subscription_id: string | null }

type Words = Record<string, string>

export function useLineExplanation() {
  const { t } = useTranslation()
  const { money, exactMoney, number, date, month } = useFormat()
  const { taxName } = useTaxWords()
  const percentText = usePercent()
  const { instant } = useInstant()

  const say = (key: string, values: Words = {}) => t(`explain.${key}`, values)

  function explain(line: ExplainedLine, zone: string, facts: readonly LineFact[]): string[] {
    const { currency } = line.amount
    const { explanation, quantity } = line
    const inMoney = (amount: string) => money({ amount, currency })
    /** Exactly, as far as it can be written down. */
    const exactly = (exact: Exact) => {
      const { text, isCut } = exactDecimal(exact)
      return exactMoney({ amount: text, currency }) + (isCut ? ' …' : '')
    }
    const interval = explanation.interval
      ? t(`ui.interval.${explanation.interval.unit}`, { count: explanation.interval.count })
      : ''

    function period(): string[] {
      const { period: of } = explanation
      return of ? [say('period', { from: date(of.starts_on), until: date(lastDay(of.ends_on)), zone })] : []
    }

    function replaced(): string[] {
      const { replaced: before } = explanation
      if (!before) return []
      const values = { amount: inMoney(before.amount), version: date(before.version_from), day: date(before.starts_on) } // prettier-ignore
      return [say('replaced', values)]
    }

    function price(): string[] {
      const { charge } = explanation
      if (charge) return charge.model === 'hourly' ? charge.parts.map(hours) : steps(charge)
      const values = { quantity: number(quantity), unit: money(line.unit_amount), amount: exactly(whole()), interval } // prettier-ignore
      if (line.amount.amount.startsWith('-'))
        return [say('given_back', { amount: exactly(negated(whole())) })]
      return [say(explanation.interval ? 'recurring' : 'once', values)]
    }

    /** Each month its hours, up to the most that a month costs. */
    function hours(part: Words): string {
      return say(part.month_at_most ? 'hours_capped' : 'hours', {
        month: part.month ? month(part.month) : '',
        hours: number(Number(part.hours) * Number(part.units)),
        hour: exactMoney({ amount: part.hour_amount ?? '0', currency }),
        amount: exactly(readExact(part.amount ?? part.month_at_most ?? '0')),
      })
    }

    function steps({ model, parts }: { model: string; parts: Words[] }): string[] {
      const counted = model === 'package' ? 'packages' : 'units'
      const said = parts.map((part) => {
        if (part.minimum) return say('minimum', { amount: inMoney(part.minimum) })
        if (!part.unit_amount) return inOtherUnits(part)
        const values = {
          from: number(Number(part.from)),
          until: number(Number(part.from) + Number(part.units) - 1),
          units: number(Number(part.units)),
          unit: exactMoney({ amount: part.unit_amount, currency }),
          flat: inMoney(part.flat_amount ?? '0'),
          amount: exactly(readExact(part.amount ?? '0')),
          counted: say(counted, { count: part.units ?? '0' }),
        }
        return say(part.flat_amount ? 'step_flat' : 'step', values)
      })
      const values = { quantity: number(quantity), model: say(`models.${model}`), amount: exactly(whole()), interval } // prettier-ignore
      return [...said, say('tiers', values)]
    }

    function inOtherUnits({ free_units: free, package_size: size }: Words): string {
      const freely = free ? say('free_units', { free }) : ''
      const packed = size ? say('package_size', { size: number(Number(size)) }) : ''
      return [freely, packed].filter(Boolean).join(' ')
    }

    /** Before the part of the period, discounts and tax. */
    function whole(): Exact {
      const { charge } = explanation
      if (!charge) return readExact(String(BigInt(line.unit_amount.amount) * BigInt(quantity)))
      const minimum = charge.parts.find((part) => part.minimum)?.minimum
      if (minimum) return readExact(minimum)
      return charge.parts.reduce((sum, part) => addExact(sum, readExact(part.amount ?? '0')), readExact('0'))
    }

    function partOfPeriod(): string[] {
      const { gross, proration } = explanation
      if (!gross) return []
      const rounded = inMoney(gross.amount)
      const exact = readExact(gross.exact)
      if (!proration)
        return isWhole(exact) ? [] : [say('rounded', { exact: exactly(exact), amount: rounded })]
      const { convention, measured, share } = proration
      const values = {
        from: measured.from ? instant(measured.from) : measured.from_on ? date(measured.from_on) : '',
        left: number(Number(measured.seconds_left ?? measured.days_left ?? 0)),
        all: number(Number(measured.seconds ?? measured.days ?? 0)),
        share: percentText(String(shareInPercent(share))),
        exact: exactly(exact),
        amount: rounded,
      }
      const isMeasured = measured.seconds_left !== undefined || measured.days_left !== undefined
      return [say(isMeasured ? `part_${convention}` : 'part', values)]
    }

    function discounts(): string[] {
      let left = BigInt(explanation.gross?.amount ?? '0')
      return (explanation.discounts ?? []).map(({ name, percent, share, fixed, amount }) => {
        const before = left
        left -= BigInt(amount)
        const values = { name, amount: inMoney(amount) }
        if (percent) {
          const exact = percentOf(percent, before)
          const said = { ...values, percent: percentText(percent), base: inMoney(String(before)), exact: exactly(exact) } // prettier-ignore
          return say(isWhole(exact) ? 'discount_percent' : 'discount_percent_rounded', said)
        }
        if (share) return say('discount_share', { ...values, share })
        return fixed ? say('discount_fixed', { ...values, fixed: inMoney(fixed) }) : say('discount', values)
      })
    }

    /** What is taxed: after discounts, and with the tax where prices hold it. */
    function payable(): string {
      const { prices_include_tax: isGross, tax } = explanation
      return inMoney(String(BigInt(explanation.amount) + (isGross ? BigInt(tax.amount) : 0n)))
    }

    function taxes(): string[] {
      const { tax, prices_include_tax: isGross } = explanation
      if (tax.reason !== 'rate') return [say(tax.reason)]
      const parts = tax.components ?? [{ ...tax, jurisdiction: tax.country ?? '' }]
      const said = parts.map(({ name, percent, jurisdiction, exact: text, amount }) => {
        const exact = readExact(text)
        const values = {
          percent: percentText(percent),
          name: taxName(name ?? ''),
          country: jurisdiction,
          base: payable(),
          exact: exactly(exact),
          amount: inMoney(amount),
        }
        const how = tax.rounding === 'rate_group' ? 'rate_group' : isWhole(exact) ? 'whole' : 'line'
        return say(`tax_${isGross ? 'in_' : ''}${how}`, values)
      })
      return isGross ? [...said, say('includes_tax', { amount: money(line.amount) })] : said
    }

    function causes(): string[] {
      return facts
        .filter(
          (fact) =>
            (fact.subscription_id === null || fact.subscription_id === line.subscription_id) &&
            (fact.description === null || fact.description === line.description)
        )
        .toSorted((a, b) => Number(a.name === 'invoice.issued') - Number(b.name === 'invoice.issued'))
        .map((fact) => say(`because.${fact.name}`, { at: instant(fact.at) }))
    }

    return [
      ...period(),
      ...replaced(),
      ...price(),
      ...partOfPeriod(),
      ...discounts(),
      ...taxes(),
      ...causes(),
    ]
  }

  return { explain }
}
