// What things are: a small tree with names in the pages' languages, and the same idea in other vocabularies where that was
// checked: AGROVOC (FAO) and the categories of Open Food Facts.
// Invariant: keys are stored and never change their meaning; a new idea is a new key. Two levels: every leaf has one parent.

type Names = Readonly<Record<"es" | "en" | "pt" | "fr", string>>;
type Node = { readonly names: Names; readonly parent: string | null; readonly same: readonly string[] };

const named = (es: string, en: string, pt: string, fr: string): Names => ({ es, en, pt, fr });
const food = (...tags: string[]) => tags.map((tag) => `https://world.openfoodfacts.org/category/${tag}`);
const agrovoc = (...codes: string[]) => codes.map((code) => `http://aims.fao.org/aos/agrovoc/${code}`);

const tree = {
  food: { parent: null, same: [], names: named("Alimentos", "Food", "Alimentos", "Aliments") },
  vegetables: {
    parent: "food",
    same: [...food("vegetables"), ...agrovoc("c_8174")],
    names: named("Hortalizas y raíces", "Vegetables and roots", "Hortaliças e raízes", "Légumes et racines"),
  },
  fruit: { parent: "food", same: food("fruits"), names: named("Frutas", "Fruit", "Frutas", "Fruits") },
  grains: {
    parent: "food",
    same: food("cereals-and-their-products"),
    names: named("Granos y harinas", "Grains and flours", "Grãos e farinhas", "Céréales et farines"),
  },
  pulses: {
    parent: "food",
    same: [...food("legumes-and-their-products"), ...agrovoc("c_4255")],
    names: named("Leguminosas", "Beans and pulses", "Leguminosas", "Légumineuses"),
  },
  bread: {
    parent: "food",
    same: food("breads"),
    names: named("Pan y pastelería", "Bread and pastry", "Pão e confeitaria", "Pain et pâtisserie"),
  },
  dairy: {
    parent: "food",
    same: food("dairies"),
    names: named("Leche y quesos", "Milk and cheese", "Leite e queijos", "Lait et fromages"),
  },
  eggs_and_meat: {
    parent: "food",
    same: food("eggs", "meats"),
    names: named("Huevos y carne", "Eggs and meat", "Ovos e carne", "Œufs et viande"),
  },
  fish: {
    parent: "food",
    same: food("fishes"),
    names: named(
      "Pescado y mariscos",
      "Fish and seafood",
      "Peixe e frutos do mar",
      "Poissons et fruits de mer",
    ),
  },
  coffee_and_cocoa: {
    parent: "food",
    same: food("coffees", "cocoa-and-its-products"),
    names: named("Café, cacao y té", "Coffee, cocoa and tea", "Café, cacau e chá", "Café, cacao et thé"),
  },
  honey_and_sugar: {
    parent: "food",
    same: food("honeys", "sugars"),
    names: named("Miel y panela", "Honey and raw sugar", "Mel e rapadura", "Miel et sucre brut"),
  },
  preserves: {
    parent: "food",
    same: food("jams"),
    names: named(
      "Conservas y especias",
      "Preserves and spices",
      "Conservas e temperos",
      "Conserves et épices",
    ),
  },
  meals: {
    parent: "food",
    same: [],
    names: named("Comidas preparadas", "Prepared meals", "Refeições prontas", "Repas préparés"),
  },
  farming: {
    parent: null,
    same: [],
    names: named(
      "Para sembrar y criar",
      "For growing and rearing",
      "Para plantar e criar",
      "Pour cultiver et élever",
    ),
  },
  seeds: {
    parent: "farming",
    same: agrovoc("c_6927"),
    names: named("Semillas y plántulas", "Seeds and seedlings", "Sementes e mudas", "Semences et plants"),
  },
  soil: {
    parent: "farming",
    same: [],
    names: named(
      "Abonos y bioinsumos",
      "Compost and natural inputs",
      "Adubos e bioinsumos",
      "Composts et intrants naturels",
    ),
  },
  animals: {
    parent: "farming",
    same: [],
    names: named("Animales y forraje", "Animals and fodder", "Animais e forragem", "Animaux et fourrage"),
  },
  land: {
    parent: "farming",
    same: [],
    names: named("Tierra y riego", "Land and irrigation", "Terra e irrigação", "Terre et irrigation"),
  },
  goods: { parent: null, same: [], names: named("Bienes", "Goods", "Bens", "Biens") },
  clothing: {
    parent: "goods",
    same: [],
    names: named("Ropa y telas", "Clothes and textiles", "Roupas e tecidos", "Vêtements et textiles"),
  },
  household: {
    parent: "goods",
    same: [],
    names: named("Casa y aseo", "Household and hygiene", "Casa e higiene", "Maison et hygiène"),
  },
  crafts: { parent: "goods", same: [], names: named("Artesanía", "Crafts", "Artesanato", "Artisanat") },
  building: {
    parent: "goods",
    same: [],
    names: named(
      "Materiales de construcción",
      "Building materials",
      "Materiais de construção",
      "Matériaux de construction",
    ),
  },
  tools: {
    parent: "goods",
    same: [],
    names: named(
      "Herramientas y repuestos",
      "Tools and spare parts",
      "Ferramentas e peças",
      "Outils et pièces",
    ),
  },
  packaging: {
    parent: "goods",
    same: [],
    names: named("Empaques y envases", "Packaging and containers", "Embalagens", "Emballages et contenants"),
  },
  books: {
    parent: "goods",
    same: [],
    names: named(
      "Libros y útiles",
      "Books and school supplies",
      "Livros e material escolar",
      "Livres et fournitures",
    ),
  },
  medicine: {
    parent: "goods",
    same: [],
    names: named(
      "Salud y plantas medicinales",
      "Health and medicinal plants",
      "Saúde e plantas medicinais",
      "Santé et plantes médicinales",
    ),
  },
  services: {
    parent: null,
    same: [],
    names: named("Servicios y saberes", "Services and skills", "Serviços e saberes", "Services et savoirs"),
  },
  transport: {
    parent: "services",
    same: [],
    names: named("Transporte", "Transport", "Transporte", "Transport"),
  },
  repair: {
    parent: "services",
    same: [],
    names: named("Reparación y oficios", "Repair and trades", "Consertos e ofícios", "Réparation et métiers"),
  },
  training: {
    parent: "services",
    same: [],
    names: named(
      "Formación y asesoría",
      "Training and advice",
      "Formação e assessoria",
      "Formation et conseil",
    ),
  },
  communication: {
    parent: "services",
    same: [],
    names: named(
      "Comunicación e imprenta",
      "Media and printing",
      "Comunicação e gráfica",
      "Médias et imprimerie",
    ),
  },
  care: {
    parent: "services",
    same: [],
    names: named("Cuidados y salud", "Care and health", "Cuidados e saúde", "Soins et santé"),
  },
  spaces: {
    parent: "services",
    same: [],
    names: named(
      "Espacios y equipos prestados",
      "Spaces and shared equipment",
      "Espaços e equipamentos partilhados",
      "Lieux et matériel partagés",
    ),
  },
  energy: {
    parent: "services",
    same: [],
    names: named("Energía e internet", "Energy and internet", "Energia e internet", "Énergie et internet"),
  },
} as const satisfies Record<string, Node>;

export type CategoryKey = keyof typeof tree;
export const categoryKeys = Object.keys(tree) as CategoryKey[];

const nodes: Readonly<Record<CategoryKey, Node>> = tree;

export function isCategory(key: string): key is CategoryKey {
  return Object.hasOwn(tree, key);
}

/** Those that things can be put into; the others only gather them. */
export const leafCategories: readonly CategoryKey[] = categoryKeys.filter(
  (key) => nodes[key].parent !== null,
);

/** From the outermost to the one itself. */
export function categoryPath(key: CategoryKey): readonly CategoryKey[] {
  const { parent } = nodes[key];
  return parent !== null && isCategory(parent) ? [parent, key] : [key];
}

export function categoryName(key: CategoryKey, language: string): string {
  const { names } = nodes[key];
  return names[(language.split("-")[0] ?? "es") as keyof Names] ?? names.es;
}

/** The same idea elsewhere, as URIs; none where nothing was checked. */
export function categoryElsewhere(key: CategoryKey): readonly string[] {
  return nodes[key].same;
}

/** Names of a category and of what gathers it, in every language: a search in any of them finds what is in it. */
export function categoryWords(key: CategoryKey): string {
  return categoryPath(key)
    .flatMap((one) => Object.values(nodes[one].names))
    .join(" ");
}
