// Words that people put into passwords, in the languages of the pages: small, and made by hand. Lower case, without
// accents. It needs no completeness: it lowers an estimate, and length carries the rest.

const WORDS = `
password passwort contrasena clave senha motdepasse secret secreto segredo welcome bienvenido bienvenida bemvindo
bienvenue admin administrador administrateur root user usuario usuaria utilisateur guest invitado login letmein entrar
acceso acesso hello hola salut bonjour master maestro test prueba teste essai demo change cambiar default temporal
qwerty azerty dragon monkey shadow sunshine princess princesa princesse football futbol futebol soccer baseball beisbol
iloveyou teamo teamomucho tequiero amor amore amour love loveyou corazon coracao coeur beleza bonita hermosa mivida
familia famille family mama papa mami papi madre mere mother father padre pere hijo hija filho filha bebe baby
angel angels diablo jesus jesuscristo cristo maria santa dios deus dieu god allah virgen navidad natal noel christmas
alejandro alejandra carlos carolina daniel daniela david diego fernando gabriel gabriela jorge jose juan laura luis
manuel marcos miguel monica patricia pedro rafael roberto rosa sandra sergio sofia teresa antonio francisco ana anna
joao paulo lucas mateus pierre jean jacques marie michel nicolas sophie camille julie louis john michael james robert
mary jennifer jessica ashley andrea alexander thomas martin george charlie william samantha amanda nicole
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
january february march april may june july august september october november december
lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta
lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
primavera verano otono invierno verao outono inverno printemps ete automne hiver spring summer autumn winter
rojo azul verde negro blanco amarillo vermelho preto branco amarelo rouge bleu vert noir blanc jaune red blue green
black white yellow gold silver plata oro prata ouro argent
perro gato caballo leon tigre aguila cachorro gatinho cavalo leao chien chat cheval lion dog cat horse tiger eagle wolf
casa house maison sol sun soleil luna moon lune lua estrella star etoile estrela mar sea mer agua water eau flor flower
fleur cielo sky ciel terra tierra earth terre mundo world monde vida life vie paz peace paix libertad liberdade liberte
freedom liberty lucha luta lutte pueblo povo peuple people revolucion revolucao revolution patria comuna commune comuna
cumbe cooperativa cooperative congreso congresso congres congress venezuela caracas colombia bogota mexico brasil brazil
argentina chile peru lima ecuador bolivia cuba habana uruguay paraguay haiti espana madrid france paris portugal lisboa
london england america africa europa barcelona realmadrid boca river millonarios corinthians flamengo palmeiras santos
futbolista musica music musique guitarra guitar rock metal salsa pizza chocolate cafe coffee computer ordenador celular
internet google facebook whatsapp instagram youtube apple samsung nokia android windows microsoft batman superman
pokemon naruto starwars matrix killer hunter ninja player gamer lucky happy feliz heureux alegria forever siempre sempre
toujours never nunca jamais nuevo nueva novo nova nouveau new hoy hoje today
`;

export const commonWords: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word.length > 2));
