// Names of composers and of often played pieces, and the shapes of catalogue numbers.
const START = String.raw`(?<![\p{L}\p{N}_])`;
const END = String.raw`(?![\p{L}\p{N}_])`;
const list = (names: string) =>
	names
		.split(',')
		.map((name) => name.trim().replace(/\s+/gu, String.raw`\s+`))
		.join('|');

const COMPOSER_NAMES = list(
	`(?:J\\.? ?S\\.? )?Bach, (?:Ludwig van )?Beethoven, Mozart, Chopin, (?:Robert |Clara )?Schumann, Schubert, Brahms, Liszt, Debussy, Ravel, Satie, Fauré, Haydn,
	Händel, Handel, Scarlatti, Vivaldi, Telemann, Corelli, Purcell, Mendelssohn, Tchaikovsky, Tschaikowsky, Rachmaninoff, Rachmaninov, Prokofiev, Shostakovich,
	Stravinsky, Bartók, Bartok, Kabalevsky, Grieg, Sibelius, Dvořák, Dvorak, Smetana, Janáček, Mahler, Bruckner, Wagner, Verdi, Puccini, Rossini, Paganini,
	Albéniz, Albeniz, Granados, de Falla, Tárrega, Tarrega, Villa-Lobos, Piazzolla, Gershwin, Joplin, Copland, Elgar, Britten, Holst, Saint-Saëns, Saint-Saens, Bizet,
	Gounod, Czerny, Clementi, Burgmüller, Diabelli, Kuhlau, Suzuki, Einaudi, Yiruma, Hisaishi, Messiaen, Poulenc, Scriabin, Mussorgsky, Weber, Hummel, Field, Carulli, Giuliani, Sor`
);
const PIECE_NAMES = list(
	`für elise, fur elise, moonlight sonata, mondscheinsonate, clair de lune, la mer, gymnopédies?(?: no\\.? ?\\d)?, turkish march, rondo alla turca, canon in d, the entertainer, la campanella,
	the four seasons, the swan, le cygne, ave maria, arabesque, träumerei, traumerei, the nutcracker, recuerdos de la alhambra, asturias, romanza, boléro, bolero, rhapsody in blue, liebestraum,
	pathétique, pathetique, waldstein, appassionata, goldberg variations, well-tempered clavier, minuet in g, ode to joy, twinkle twinkle(?: little star)?, hallelujah, river flows in you, nuvole bianche`
);
const WORK_NUMBER = String.raw`(?:op|opus|bwv|k|kv|hob|d|wo?o)\.?\s?\d{1,4}(?:\s?(?:no|nr)\.?\s?\d{1,2})?`;

export const COMPOSERS = new RegExp(`${START}(?:${COMPOSER_NAMES})${END}`, 'gu');
export const PIECES = new RegExp(`${START}(?:${PIECE_NAMES}|${WORK_NUMBER})${END}`, 'giu');
