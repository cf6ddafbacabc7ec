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
  onRefused: (errors: Record<string, string>) => void
}

const lookAfterMs = 350

/** What the lines of a draft come to, as the server prices them: asked a moment after the last key. */
export function useDraftPrices({ path, saved, items, onRefused }: Asked) {
  const priced = ref<Priced>(asSaved(saved()))
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  watch(
    () => items().map(({ quantity, unit_amount }) => `${quantity} ${unit_amount}`),
    (lines, before) => {
      // What stood beside a line that is gone belongs to no other.
      if (lines.length < before.length) priced.value = { ...priced.value, lines: [] }
      clearTimeout(timer)
      timer = setTimeout(() => void look(), lookAfterMs)
    }
  )
  onBeforeUnmount(() => clearTimeout(timer))

  async function look(): Promise<void> {
    const mine = (asked += 1)
    const written = items().map(({ quantity, unit_amount }) => ({
      quantity,
      unit_amount: unit_amount ?? '0',
    }))
    // Half-written numbers cost nothing yet: what they come to is asked when they are whole.
    if (written.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 1)) return
    const answer = await postJson<Priced>(path, { items: written }).catch(() => null)
    if (mine !== asked || !answer) return
    if (answer.isOk) priced.value = answer.data
    else onRefused(answer.errors)
  }

  return { priced, showSaved: () => (priced.value = asSaved(saved())) }
}

function asSaved({ items, ...totals }: Totals & { items: LineAmounts[] }): Priced {
  const { subtotal, tax_total, total } = totals
  return {
    lines: items.map(({ amount, tax_amount }) => ({ amount, tax_amount })),
    subtotal,
    tax_total,
    total,
  }
}
