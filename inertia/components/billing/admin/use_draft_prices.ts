import { onBeforeUnmount, ref, watch } from 'vue'
import { postJson } from '~/composables/post_json'
import type { WireMoney } from '~/shared_props'

export interface LineAmounts {
  amount: WireMoney
  tax_amount: WireMoney
}

interface Totals {
  subtotal: WireMoney
  tax_total: WireMoney
  total: WireMoney
}

interface Priced extends Totals {
  lines: LineAmounts[]
}

interface Asked {
  path: string
  saved: () => Totals & { items: LineAmounts[] }
  /** What is being written; an amount that is no number yet is null. */
  items: () => { quantity: number; unit_amount: string | null }[]
}

const lookAfterMs = 350

/**
 * What the lines of a draft come to, as the server prices them: asked a moment after the last key. What it refuses is said when the draft is
 * saved: a complaint while somebody types would take them out of the field.
 */
export function useDraftPrices({ path, saved, items }: Asked) {
  const priced = ref<Priced>(asSaved(saved()))
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  watch(
    () =>
      items()
        .map(({ quantity, unit_amount }) => `${quantity} ${unit_amount}`)
        .join('\n'),
    (lines, before) => {
      // What stood beside a line that is gone belongs to no other.
      if (countLines(lines) < countLines(before)) priced.value = { ...priced.value, lines: [] }
      forget()
      timer = setTimeout(() => void look(), lookAfterMs)
    }
  )
  onBeforeUnmount(forget)

  /** An answer to what was written before is none to what is written now. */
  function forget(): void {
    asked += 1
    clearTimeout(timer)
  }

  async function look(): Promise<void> {
    const mine = asked
    const written = items().map(({ quantity, unit_amount }) => ({ quantity, unit_amount }))
    // Half-written numbers cost nothing yet: what they come to is asked when they are whole.
    if (written.some((line) => line.unit_amount === null || !isCount(line.quantity))) return
    const answer = await postJson<Priced>(path, { items: written }).catch(() => null)
    if (mine === asked && answer?.isOk) priced.value = answer.data
  }

  function showSaved(): void {
    forget()
    priced.value = asSaved(saved())
  }

  return { priced, showSaved }
}

const countLines = (written: string) => written.split('\n').length
const isCount = (quantity: number) => Number.isInteger(quantity) && quantity >= 1

function asSaved({ items, ...totals }: Totals & { items: LineAmounts[] }): Priced {
  const { subtotal, tax_total, total } = totals
  return {
    lines: items.map(({ amount, tax_amount }) => ({ amount, tax_amount })),
    subtotal,
    tax_total,
    total,
  }
}
