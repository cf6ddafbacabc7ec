import { usePage } from '@inertiajs/vue3'
import { computed } from 'vue'
import { useTranslation } from '~/i18n/use_translation'
import type { SharedProps } from '~/shared_props'

const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
]

/** A product as the header and the footer name it. */
export interface ProductLink {
  slug: string
  name: string
}

/** Addresses of the public pages: the language stands at their beginning, except the tenant's own. */
export function useSite() {
  const page = usePage<SharedProps & { site?: { base_locale: string; products?: ProductLink[] } }>()
  const { locale } = useTranslation()
  const baseLocale = computed(() => page.props.site?.base_locale ?? 'en')

  function to(path: string, code = locale.value): string {
    if (code === baseLocale.value) return path
    return `/${code}${path === '/' ? '' : path}`
  }

  /** The page's own address without its language, for the switch. */
  const path = computed(() => {
    const [first = '', ...rest] = page.url.replace(/^\//, '').split('/')
    const isLanguage = languages.some(({ code }) => code === first.split('?')[0])
    return isLanguage ? `/${rest.join('/')}` : page.url
  })

  return {
    to,
    path,
    languages,
    locale,
    /** What the shop sells. */
    products: computed(() =>
      (page.props.site?.products ?? []).map(({ slug, name }) => ({ name, path: to(`/products/${slug}`) }))
    ),
    urls: computed(() => page.props.urls),
    brand: computed(() => page.props.brand),
  }
}
