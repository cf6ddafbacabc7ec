import { computed, ref } from 'vue'
import type { Product } from '~/components/catalogue/shop'
import { placeInstead, placesGone, type PlaceStock } from '~/composables/place_stock'

interface Wish {
  form: { options: Record<string, string | number | boolean> }
  planId: () => string
}

/** Where the chosen plan cannot be had now. Places that cannot be asked are left to the order. */
export function usePlaceStock(product: Product, { form, planId }: Wish) {
  const stock = ref<PlaceStock[]>([])
  /** Ids of the choices that stand for a place without room. */
  const gone = computed(() => placesGone(stock.value, planId()))
  const chosenGone = () =>
    product.options.filter(({ code, values }) =>
      values.some((value) => value.code === form.options[code] && gone.value.has(value.id))
    )
  const isGone = computed(() => chosenGone().length > 0)

  /** Nobody has chosen yet: a place that has room takes the place of the usual one. */
  async function askStock(): Promise<void> {
    const { askStock: ask } = await import('~/composables/ask_stock')
    stock.value = await ask(product.id)
    for (const { code, values } of chosenGone()) {
      const open = placeInstead(values, gone.value)
      if (open) form.options[code] = open.code
    }
  }

  return { gone, isGone, askStock }
}
