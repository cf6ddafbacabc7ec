import type { Catalogue, OptionValue, Plan, Product, ProductOption } from '#app/catalogue/domain/catalogue'

/** The texts of each thing that can be said in another language, by the names under which the API knows them. */
export const translatedFields = {
  product: ['name', 'tagline', 'description'],
  plan: ['name', 'description'],
  option: ['name', 'help'],
  optionValue: ['name', 'group'],
} as const

/** `{ de: { name: "Standort" } }`. The tenant's own language needs none: it is the text itself. */
export type Translations = Record<string, Record<string, string>>

/** Leaves out what says nothing, so that an empty field falls back on the tenant's own language. */
export function withoutEmptyTexts(
  translations: Record<string, Record<string, string | null | undefined> | undefined>
): Translations {
  const languages = Object.entries(translations).map(([locale, texts]) => {
    const said = Object.entries(texts ?? {}).flatMap(([field, text]) => (text ? [[field, text]] : []))
    return [locale, Object.fromEntries(said) as Record<string, string>] as const
  })
  return Object.fromEntries(languages.filter(([, texts]) => Object.keys(texts).length > 0))
}

const spoken = new WeakMap<Catalogue, Map<string, Catalogue>>()

/**
 * The catalogue in a reader's language; what has no words in it stays as the tenant wrote it. Made once per catalogue and
 * language. Ids, prices and sizes are the same in every language.
 */
export function catalogueIn(catalogue: Catalogue, locale: string | undefined): Catalogue {
  if (locale === undefined) return catalogue
  const languages = spoken.get(catalogue) ?? new Map<string, Catalogue>()
  spoken.set(catalogue, languages)
  const known = languages.get(locale)
  if (known) return known
  const translated = {
    ...catalogue,
    locale,
    products: catalogue.products.map((product) => productIn(product, locale)),
  }
  languages.set(locale, translated)
  return translated
}

/** What a set-up fee is called on a quote and on the invoice, beside the line of what is set up. */
export function setupNamed(name: string, locale: string | undefined): string {
  return locale?.startsWith('de') ? `Einrichtung: ${name}` : `Set-up: ${name}`
}

function productIn(product: Product, locale: string): Product {
  return {
    ...product,
    ...textsIn(locale, product.translations, translatedFields.product),
    plans: product.plans.map((plan): Plan => ({
      ...plan,
      ...textsIn(locale, plan.translations, translatedFields.plan),
    })),
    options: product.options.map((option) => optionIn(option, locale)),
  }
}

function optionIn(option: ProductOption, locale: string): ProductOption {
  return {
    ...option,
    ...textsIn(locale, option.translations, translatedFields.option),
    values: option.values.map((value) => valueIn(value, locale)),
  }
}

function valueIn(value: OptionValue, locale: string): OptionValue {
  const { name = value.name, group = value.groupName } = textsIn(
    locale,
    value.translations,
    translatedFields.optionValue
  )
  return { ...value, name, groupName: group }
}

function textsIn<Field extends string>(
  locale: string,
  translations: Translations,
  fields: readonly Field[]
): Partial<Record<Field, string>> {
  const texts = translations[locale] ?? {}
  const said = fields.flatMap((field) => (texts[field] ? [[field, texts[field]] as const] : []))
  return Object.fromEntries(said) as Partial<Record<Field, string>>
}
