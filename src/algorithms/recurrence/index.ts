// Recurrence by RFC 5545: reading and printing rules, and the days that they give.
export { beginsWith, expand, type Expanded, type Recurring } from "./expand.ts";
export {
  type DayOfRule,
  frequencies,
  type Frequency,
  isEndless,
  printRule,
  type ReadRule,
  readRule,
  type Rule,
  type RuleRefusal,
  weekdays,
  type Weekday,
  withUntil,
} from "./rule.ts";
