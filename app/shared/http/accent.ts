import colors from 'tailwindcss/colors'

const shades = [50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950] as const
type Palette = Record<(typeof shades)[number], string>

/**
 * The accents a brand may choose. Each names the shade on which white text has a contrast of at least 4.5 (WCAG AA); the
 * usual 500 has it for none of them.
 */
const accents: Record<string, { palette: Palette; strong: 600 | 700 }> = {
  blue: { palette: colors.blue, strong: 600 },
  indigo: { palette: colors.indigo, strong: 600 },
  violet: { palette: colors.violet, strong: 600 },
  rose: { palette: colors.rose, strong: 700 },
  orange: { palette: colors.orange, strong: 700 },
  emerald: { palette: colors.emerald, strong: 700 },
  teal: { palette: colors.teal, strong: 700 },
  sky: { palette: colors.sky, strong: 700 },
}

export const accentNames = Object.keys(accents)

/** The tenant's accent as CSS variables, for the root of every page. */
export function accentStyle(brand: { accent_color?: string } | undefined): string {
  const { palette, strong } = accents[brand?.accent_color ?? 'blue'] ?? accents.blue!
  const scale = shades.map((shade) => `--color-brand-${shade}:${palette[shade]}`).join(';')
  return `:root{${scale};--brand-strong:${palette[strong]}}`
}

export function accentColor(name: string): string {
  const { palette, strong } = accents[name] ?? accents.blue!
  return palette[strong]
}
