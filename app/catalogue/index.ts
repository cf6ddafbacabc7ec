export type {
  ConfiguredItem,
  ConfiguredPart,
  ConfiguredSpec,
  PlanSpec,
} from '#app/catalogue/domain/configured_item'
