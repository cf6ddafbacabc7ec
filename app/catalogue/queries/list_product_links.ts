import { listedProducts } from '#app/catalogue/domain/availability'
import { catalogueIn } from '#app/catalogue/domain/translation'
import { loadShopCatalogue } from '#app/catalogue/queries/load_shop_catalogue'

/** Where the header and the footer of every public page lead. */
export interface ProductLink {
  slug: string
  name: string
}

/** What the shop lists, by its names in a language. */
export async function listProductLinks(locale: string): Promise<ProductLink[]> {
  const catalogue = catalogueIn(await loadShopCatalogue(), locale)
  return listedProducts(catalogue).map(({ slug, name }) => ({ slug, name }))
}
