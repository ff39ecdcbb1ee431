// The commonest passwords of ten characters and more, and the shorter words they are built on (digits and signs at the ends are
// stripped before looking). Put together by hand from what public breach statistics agree on; lower case.
const WORDS = `
password passwort motdepasse contrasena qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdfghjkl asdfghjklz zxcvbnm
qwertyui qwertyasdf qwerasdf qwerasdfzxcv asdfzxcv zaqxswcde admin administrator root welcome welcomehome letmein letmeinnow
iloveyou iloveyousomuch iloveyoubaby ilovemyself iloveyouforever ilovejesus jesuschrist godisgood princess sunshine superman
batman spiderman football baseball basketball liverpool manchester chelsea arsenal barcelona realmadrid michael jennifer
jessica charlie jordan thomas daniel ashley nicole monkey dragon master shadow freedom whatever trustno mustang pokemon
starwars computer internet samsung google facebook instagram youtube minecraft fortnite login default secret changeme
changemenow password_ passw0rd p@ssw0rd p@ssword pa$$word passwordpassword adminadmin testtest testing test guest user
hello helloworld summer winter spring autumn monday friday january december flower butterfly chocolate cheese cookie
lovely loveme lovelove family forever blessed babygirl babyboy angel cutie sweetie hannah matthew anthony andrew joshua
music musician musicschool piano pianoforte guitar guitarist violin violinist beethoven mozart school teacher student
mypassword thisismypassword yourpassword nopassword newpassword correcthorsebatterystaple unknown killer hunter soccer
hockey tigger pepper ginger purple orange banana yellow silver golden diamond corvette ferrari mercedes porsche yamaha
`;
const WITH_DIGITS = `
1234567890 12345678910 0123456789 0987654321 9876543210 1234512345 1212121212 1111111111 0000000000 123456789a a123456789
123456789q q123456789 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx3edc 1qazxsw23edc zaq12wsxcde3 qazwsxedcr
1qaz2wsx1qaz2wsx qwer1234qwer 123qwe123qwe 123qweasdzxc qwe123qwe123 abc123abc123 abcd1234abcd a1b2c3d4e5 a1b2c3d4e5f6
1234qwerasdf 123abc123abc 12qwaszx12 147258369 1472583690 147852369 1478523690 789456123 7894561230 741852963 7418529630
123123123123 123321123321 112233445566 1122334455 5544332211 100200300 123654789 1236547890 159753159753 987654321a
p4ssw0rd123 passw0rd1234 pass1234567 pass123456 password12 password123 password1234 password12345 password123456
`;

export const FIRST_GUESSES: ReadonlySet<string> = new Set(
	`${WORDS} ${WITH_DIGITS}`.split(/\s+/).filter(Boolean)
);
