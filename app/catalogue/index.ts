/** The door of the catalogue: what is sold, and what a chosen plan is. */
export type {
  ConfiguredItem,
  ConfiguredPart,
  ConfiguredSpec,
  FirstPeriod,
  PlanSpec,
} from '#app/catalogue/domain/configured_item'
export type {
  Catalogue,
  Plan,
  PlanPrice,
  Product,
  ProductOption,
  TrialOffer,
} from '#app/catalogue/domain/catalogue'
export type { CommonSpec, SpecNeed } from '#app/catalogue/domain/kinds/kind_rules'
export type { VpsSpec } from '#app/catalogue/domain/kinds/vps'
export type { GameSpec } from '#app/catalogue/domain/kinds/game'
export { type DedicatedSpec, stockKeyOf } from '#app/catalogue/domain/kinds/dedicated'
export type { HostingSpec } from '#app/catalogue/domain/kinds/hosting'
export type { WorkspaceSpec } from '#app/catalogue/domain/kinds/workspace'
export {
  isOtherSize,
  isVps,
  kindOf,
  needOf,
  type ProductKind,
  productKinds,
  rulesOf,
  showSpec,
  withoutSecretVariables,
  withKept,
  withPlanSizes,
} from '#app/catalogue/domain/kinds/product_kinds'
export { specShape } from '#app/catalogue/http/spec_wire'
export { optionChoices, readChoices } from '#app/catalogue/http/option_choices'
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
export { findSupplyFault, type SupplyFault, type SupplyGap } from '#app/catalogue/domain/supply'
export { SetSupplyGaps } from '#app/catalogue/actions/set_supply_gaps'
export { catalogueIn, type Translations } from '#app/catalogue/domain/translation'
export type { PriceCharge, PriceModel, TieredPrice } from '#app/catalogue/domain/tiers'
export {
  amountOfQuantity,
  chargeOf,
  type PricedQuantity,
  type WrittenTiers,
} from '#app/catalogue/domain/written_tiers'
export {
  chargeHours,
  type HourlyPrice,
  hourlyTiers,
  type MonthHours,
  readHourly,
} from '#app/catalogue/domain/hourly_price'
export { isHostname } from '#app/catalogue/domain/hostname'
export { findPriceOwners, type PriceOwner } from '#app/catalogue/queries/find_price_owners'
export { listPriceVersions, placeOf, type PriceVersion } from '#app/catalogue/queries/list_price_versions'
export { showPriceVersion } from '#app/catalogue/http/price_wire'
export { lockPrices } from '#app/catalogue/records/price_writes'
export { ReplacePrices } from '#app/catalogue/actions/replace_prices'
export { findCatalogueVersion, loadCatalogue } from '#app/catalogue/queries/load_catalogue'
export { seedCatalogue, seedProducts } from '#app/catalogue/actions/seed_catalogue'
export { presentProduct } from '#app/catalogue/http/product_transformer'
export { listProductLinks, type ProductLink } from '#app/catalogue/queries/list_product_links'
export { findPlanPrices, listSellablePrices } from '#app/catalogue/queries/find_plan_prices'
export { explainVariable } from '#app/catalogue/http/explain_variable'
export {
  checkVariable,
  variableCode,
  type VariableDefinition,
  type VariableProblem,
} from '#app/catalogue/domain/variable_rules'
export { minecraft, valheim } from '#app/catalogue/domain/demo_games'
export { webHosting } from '#app/catalogue/domain/demo_hosting'
export { dedicatedServers } from '#app/catalogue/domain/demo_machines'
export { workspaces } from '#app/catalogue/domain/demo_workspaces'
