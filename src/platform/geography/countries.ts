// Countries (ISO 3166-1) by the region of the world that Cumbe counts them in.
// Source: the United Nations' M49 standard; numeric codes are M49's, which are ISO 3166-1's. Mexico is in Central
// America and Cyprus, Türkiye and the Caucasus in Asia there. Kosovo (XK, user-assigned, without a numeric code) is
// added to Europe; Taiwan, which M49 leaves out, stands in Asia with its ISO 3166-1 code.

/** The seven regions of the congress, and Oceania, as UN M49 codes. */
export const regions = ["005", "013", "029", "021", "150", "142", "002", "009"] as const;
export type Region = (typeof regions)[number];

/** The world as a whole, for what concerns every region. */
export const world = "001";

/** One of Cumbe's regions, or the world. */
export function isRegion(code: string): code is Region | typeof world {
  return code === world || (regions as readonly string[]).includes(code);
}

/** `AA000`: alpha-2 code and numeric code. */
const byRegion: Readonly<Record<Region, string>> = {
  "005": "AR032 BO068 BR076 BV074 CL152 CO170 EC218 FK238 GF254 GY328 PY600 PE604 GS239 SR740 UY858 VE862",
  "013": "BZ084 CR188 SV222 GT320 HN340 MX484 NI558 PA591",
  "029":
    "AI660 AG028 AW533 BS044 BB052 BQ535 VG092 KY136 CU192 CW531 DM212 DO214 GD308 GP312 HT332 JM388 MQ474 MS500 PR630 BL652 KN659 LC662 MF663 VC670 SX534 TT780 TC796 VI850",
  "021": "BM060 CA124 GL304 PM666 US840",
  "150":
    "AX248 AL008 AD020 AT040 BY112 BE056 BA070 BG100 HR191 CZ203 DK208 EE233 FO234 FI246 FR250 DE276 GI292 GR300 GG831 VA336 HU348 IS352 IE372 IM833 IT380 JE832 LV428 LI438 LT440 LU442 MT470 MC492 ME499 NL528 MK807 NO578 PL616 PT620 MD498 RO642 RU643 SM674 RS688 SK703 SI705 ES724 SJ744 SE752 CH756 UA804 GB826 XK000",
  "142":
    "AF004 AM051 AZ031 BH048 BD050 BT064 BN096 KH116 CN156 HK344 MO446 CY196 KP408 GE268 IN356 ID360 IR364 IQ368 IL376 JP392 JO400 KZ398 KW414 KG417 LA418 LB422 MY458 MV462 MN496 MM104 NP524 OM512 PK586 PH608 QA634 KR410 SA682 SG702 LK144 PS275 SY760 TW158 TJ762 TH764 TL626 TR792 TM795 AE784 UZ860 VN704 YE887",
  "002":
    "DZ012 AO024 BJ204 BW072 IO086 BF854 BI108 CV132 CM120 CF140 TD148 KM174 CG178 CI384 CD180 DJ262 EG818 GQ226 ER232 SZ748 ET231 TF260 GA266 GM270 GH288 GN324 GW624 KE404 LS426 LR430 LY434 MG450 MW454 ML466 MR478 MU480 YT175 MA504 MZ508 NA516 NE562 NG566 RE638 RW646 SH654 ST678 SN686 SC690 SL694 SO706 ZA710 SS728 SD729 TZ834 TG768 TN788 UG800 EH732 ZM894 ZW716",
  "009":
    "AS016 AU036 CX162 CC166 CK184 FJ242 PF258 GU316 HM334 KI296 MH584 FM583 NR520 NC540 NZ554 NU570 NF574 MP580 PW585 PG598 PN612 WS882 SB090 TK772 TO776 TV798 UM581 VU548 WF876",
};

export type Country = { readonly code: string; readonly numeric: string; readonly region: Region | null };

/** Every country and territory by its alpha-2 code. Antarctica is in no region. */
export const countries: ReadonlyMap<string, Country> = new Map(
  [
    ...regions.flatMap((region) =>
      byRegion[region].split(" ").map((entry) => ({ entry, region: region as Region | null })),
    ),
    { entry: "AQ010", region: null },
  ].map(({ entry, region }) => {
    const code = entry.slice(0, 2);
    return [code, { code, numeric: entry.slice(2), region }];
  }),
);
