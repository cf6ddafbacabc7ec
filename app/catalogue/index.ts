/** The door of the catalogue: what is sold, and what a chosen plan is. */
export type {
  ConfiguredItem,
  ConfiguredPart,
  ConfiguredSpec,
  PlanSpec,
} from '#app/catalogue/domain/configured_item'
export type { Catalogue, Plan, PlanPrice, Product, ProductOption } from '#app/catalogue/domain/catalogue'
export {
  findSellable,
  offeredValues,
  listedProducts,
  offeredCurrencies,
} from '#app/catalogue/domain/availability'
export {
  type Configuration,
  type ConfigurationFault,
  configure,
  type OptionChoice,
} from '#app/catalogue/domain/configure'
export { catalogueIn } from '#app/catalogue/domain/translation'
export { isHostname } from '#app/catalogue/domain/hostname'
export { findPriceOwners, type PriceOwner } from '#app/catalogue/queries/find_price_owners'
export { findCatalogueVersion, loadCatalogue } from '#app/catalogue/queries/load_catalogue'
export { seedCatalogue } from '#app/catalogue/actions/seed_catalogue'
export { presentProduct } from '#app/catalogue/http/product_transformer'
