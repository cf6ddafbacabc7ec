import { countriesIn } from '~/composables/countries'

/** Countries for a field of the design system. */
export function countryOptions(locale: string): { value: string; label: string }[] {
  return countriesIn(locale).map(({ code, name }) => ({ value: code, label: name }))
}
