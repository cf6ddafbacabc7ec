import {
  type Catalogue,
  type ConfiguredItem,
  type OptionChoice,
  type ProductOption,
  variableCode,
  withKept,
} from '#app/catalogue/index'

/**
 * What a running server keeps whatever its plan becomes: its system and its place. They are asked for as they are; one that is no
 * longer sold is left out of the question and put back into the answer.
 */
export function keepFixedChoices(
  catalogue: Catalogue,
  current: ConfiguredItem,
  wished: Record<string, OptionChoice>
): { options: Record<string, OptionChoice>; restore: (item: ConfiguredItem) => ConfiguredItem } {
  const product = catalogue.products.find(({ id }) => id === current.productId)
  const options = product?.options.filter(({ status }) => status === 'active') ?? []
  const known = new Set(options.map(({ code }) => code))
  const kept = Object.entries(current.options).filter(([code]) => known.has(code) || variableCode.test(code))
  const unsold = options.filter((option) => isFixed(option) && !isSold(option, current.options[option.code]))
  const wish: Record<string, OptionChoice> = { ...Object.fromEntries(kept), ...wished }
  for (const { code } of unsold) if (!(code in wished)) delete wish[code]
  return { options: wish, restore: (item) => restoreSystem(item, current, unsold.map(({ code }) => code)) } // prettier-ignore
}

function isFixed({ kind, values }: ProductOption): boolean {
  return kind === 'choice' && values.some(({ spec }) => 'template' in spec || 'panel' in spec)
}

function isSold({ values }: ProductOption, chosen: OptionChoice | undefined): boolean {
  return values.some(({ code, status }) => code === chosen && status === 'active')
}

function restoreSystem(item: ConfiguredItem, current: ConfiguredItem, unsold: string[]): ConfiguredItem {
  const back = unsold.filter((code) => code in current.options)
  const options = { ...item.options, ...Object.fromEntries(back.map((code) => [code, current.options[code]!])) } // prettier-ignore
  // The system on the disk is that of the last installation, whatever is chosen beside it.
  const location = back.length > 0 ? current.spec.location : item.spec.location
  return { ...item, options, spec: { ...withKept(item.spec, current.spec), location } }
}
