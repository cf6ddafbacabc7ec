const dayMs = 86_400_000
const zone = 'Europe/Berlin'
const publishedAtHour = 16

/** Days on which rates are published, from new to old: working days of the TARGET calendar within so many days before now. */
export function publishedDays(nowMs: number, daysBack: number): string[] {
  const days: string[] = []
  for (let back = 0; back <= daysBack; back += 1) {
    const day = dayOf(nowMs - back * dayMs)
    if (back === 0 && hourOf(nowMs) < publishedAtHour) continue
    if (isWorkingDay(day) && !days.includes(day)) days.push(day)
  }
  return days
}

function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(ms)
}

function hourOf(ms: number): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(ms)
  )
}

/** TARGET is closed on weekends, New Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December. */
function isWorkingDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  const weekday = date.getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  if (['01-01', '05-01', '12-25', '12-26'].includes(day.slice(5))) return false
  const fromEaster = (date.getTime() - easterSunday(date.getUTCFullYear())) / dayMs
  return fromEaster !== -2 && fromEaster !== 1
}

/** The Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return Date.UTC(year, month - 1, day)
}
