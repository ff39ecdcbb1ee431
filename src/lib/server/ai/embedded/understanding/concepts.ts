// Words of seven languages (English, German, French, Spanish, Italian, Dutch, Portuguese) that stand for one idea of a school's desk, so
// that what the classifier learned in one language holds in another. Matched on folded text (lower case, no accents): `*` is the
// rest of a word, `_` a space. A list is what speakers say, not what the labelled messages happen to hold.
const LISTS = {
	ticket: `ticket* support_case support_request case cases issue issues request requests incident* incidencia* chamado* caso casos
		anfrage* supportanfrage* storungsmeldung meldung demande_d_assistance ma_demande requete solicitud* richiesta segnalazione melding
		pedido reclamo`,
	create: `get_a going note_down notify notificar out_of_it raise open create raise file log submit report register start make write put_in new add_a erstell* eroffn* anleg* aufmach* melden mach
		schreib ouvr* creer cree signaler faire_un deposer abr* crea crear reportar registrar nuev* nouveau aprire apri aprite segnalare
		creare aanmaken maak melden openen criar nov[oa]`,
	finish: `clos* solved resolved fixed done close schliess* zumachen erledigt gelost ferm* clotur* resolu resolue cierr* cerrar resuel*
		resolv* arregla* chiud* risolt* sluit* opgelost fech* withdraw zu`,
	reopen: `reopen* open_it_again again_open wieder_(?:auf|offnen) rouvr* reouvr* reabr* riapr* heropen*`,
	append: `add append attach note comment update_ticket include mention erganz* hinzu* dazu ajout* precis* anad* agreg* aggiung* voeg toe
		adicion* tell_them reply_to more_info it_also also_happens`,
	status: `on_hold waiting_for coming_along handled responded beantwortet repondu respond* responder came_of became_of latest_on tut_sich du_nouveau how_is hoe_staat come_va still_nothing anything_on status state statut estado stato stand news neuigkeit* nouvelle* noveda* novita nieuws novidade* progress update_on any_update
		what_happened where_are_we ou_en_est a_che_punto how_far wie_steht was_ist_mit que_paso looked_into replied working_on bearbeitet
		dealt_with still_open`,
	mine: `my mine mein* mon ma mes mi mis mio mia miei mijn meu minha meus`,
	list: `show list zeig* montre* affich* ver muestra* mostra* toon which welche`,
	priority: `priority urgent* prioritat dringend priorite prioridad* priorita prioriteit prioridade escalat* wichtig hoch haute alta high low`,
	human: `whoever in_charge call_back ruckruf ansprechpartner telefonieren interlocuteur colega collega human* person people real_person somebody someone anybody anyone agent* staff colleague advis* operator representative mensch*
		jemand* mitarbeiter* humain* conseiller* quelqu_un humano* persona alguien agente operador* qualcuno operatore medewerker* iemand mens
		atendente* alguem pessoa`,
	office: `office reception* front_desk desk secretar* sekretariat empfang schulleitung direction direktor* director* administration
		segreteria balie secretaria secretariaat manager head`,
	speak: `talk* speak* chat call_me call ring phone_me reach contact connect put_me transfer forward hand_me pass_me sprechen reden zuruckruf*
		verbinden weiterleiten anruf* parler rappel* passer hablar llam* paseme pongame parlare richiamare chiamare passar spreken terugbellen
		bellen falar ligar discuss`,
	machine: `bot robot* machine* computer* maschine maquina* macchina chatgpt artificial ai`,
	price: `price* cost* fee fees charge charged how_much expensive cheap* rate rates kost* preis* gebuhr* teuer cout* coute* tarif* prix precio*
		cuesta* cuanto_(?:cuesta|vale) quanto costa costo prezz* kost prijs* custa preco* tuition`,
	pay: `owe owed receipt* quittung beleg recibo ricevuta ontvangst lesgeld mensualit* mensalidade maandelijks deposit voucher gift concession* due subsidy funding gutschein kaution anzahlung arrhes acompte carte tarjeta carta cartao bancaire transfer iban sepa tax prelevement aceptan aceitam accettate monthly per_month al_mese pay paid payment* invoice* bill billed refund* discount* card money rechnung* zahl* bezahl* rabatt erstatt* facture* paye* payer
		rembours* debit* reduction remise factura* pag* descuento* reembolso cobrad* cobra* sconto fattura betalen betaling korting
		rekening fatura desconto vat instal*ments raten abgebucht`,
	lesson: `lesson* class classes tuition course* unterricht* stunde* probestunde kurs* cours lecon* clase* curso* lezion* corso corsi les lessen
		proefles aula aulas trial schnupper*`,
	book: `sign_up signing_up vacanc* freien_platz freie_platze platze plazas put_me_on can_(?:we|i)_have_a next_available anmelden inscrire apuntar inschrijven book booking reserv* slot appointment enrol* enroll* sign_(?:me|us)_up register place places waiting_list buchen anmeld* termin
		inscri* rendez_vous essai cita matricul* apunta* prenot* iscri* inplannen afspraak marcar agendar vagas availab* free_on`,
	when: `timetable stundenplan dates how_late how_many_weeks how_soon how_long nachmittag vormittag afternoon morning mornings evenings weekend weekdays closed open_on easter christmas timeslot offen when what_time which_day* opening_hours hours deadline date wann uhrzeit wieviel_uhr offnungszeit* quand quelle_heure horaire* cuando
		que_hora horario* quando a_che_ora orari wanneer hoe_laat que_horas begin* start* commence* empieza iniziano begint comecam`,
	event: `term semester trimest* concert* konzert* recital audition concierto* concerto saggio holiday* ferien vacances vacaciones vacanze vakantie
		ferias open_day choir chor coro orchestra exam*`,
	cancel: `end membership mitgliedschaft subscription* freeze give_up take_(?:me|us|him|her)_off austreten abonnement* ausfall* mitglied abmelden take_back_my end_of_contract vertrag contrat contrato contratto unsubscribe_from_lessons leaving cancel* absag* annul* abmeld* kundig* resili* anular* baja disdi* afzeggen opzeggen desmarc* terminat* quit drop withdraw stop_lessons
		notice_period aufhoren arreter dejar`,
	move: `move reschedul* postpon* shift swap change_my_lesson instead another_day verschieb* verleg* deplac* reporter decaler cambiar_la mover
		aplazar spostar* rimandar* verzetten verplaatsen remarc* adiar make_up nachhol* rattrap* recuper* skip pause`,
	absent: `unable_to miss fever fieber febbre chickenpox cold hospital doctor delayed late_for won_t_be can_t_be kann_nicht kommt_nicht niet_kan hij_komt pas_venir ne_pourra* no_podr* no_puede non_viene nao_vou nao_vai nao_pode injured broke_my ill sick flu fever krank malade enferm* malat* ziek doente can_t_come can_t_make not_coming won_t_make running_late late away_on
		kommt_heute_nicht absent* on_holiday`,
	fault: `klappt_nicht ruckelt empty shows_nothing zeigt_nichts jump* out_of_sync s_ouvre_pas no_abre se_corta se_cierra non_riesco impossible_d can_t_(?:open|upload|hear|see|save|play) cannot not_found hangs lags trava doet_het_niet onbereikbaar unreachable no_sound no_picture ends_with fail* error* crash* broken bug glitch freez* froze* frozen blank stuck not_recogn* won_t doesn_t_(?:work|load|start|download) not_working
		loading slow down dead buffer* fehler* bricht abbricht sturzt ladt_nicht funktioniert_nicht geht_nicht klappt_nicht plante* erreur
		echoue* bloque* blanche ne_(?:marche|fonctionne|charge) falla* no_(?:carga|funciona|puedo_subir) non_funziona blocca errore
		foutmelding loopt_vast lukt_niet werkt_niet nao_(?:abre|funciona) erro trava wrong_time timeout nothing_happens`,
	device: `video wifi internet app_store laptop_camera camera record record_button aufnehmen button tab notification email_link booking_calendar kalender sync app application website site page upload* download* browser safari firefox chrome ipad iphone android video audio sound player
		microphone mikrofon micro* captcha link pdf file screen server seite hochladen datei lecteur telecharg* fichier pagina subir archivo
		enlace sito caricament* celular tuner calendar notification*`,
	hear: `hear listen hore horen entends entendre oye oigo sento hoor ouvir escuto`,
	recording: `gespielt uploaded last_time slow_down sped_up speed_up accelere toma tomas played passages stellen passagen bewertung feedback results performance grabar recording* take takes aufnahme* enregistrement* prise prises grabacion* registrazion* opname* gravac* analysis analyse auswertung
		analisis analisi performance_analysis heat_map radar`,
	measure: `steadier better_than timing expression phrasing pedal loud quiet accuracy bewertet nota_de confronta vergelijk* compare_my schneller langsamer score* tempo rhythm* rhythmus* dynamic* articulation rush* dimension* bars wert punktuac* puntuac* puntuacion punteggio compare
		vergleich* comparer comparar how_did how_was wie_war comment_etait que_tal com_e_andata hoe_was como_foi how_good`,
	account: `device* verif* code profil* benutzer* nutzername utilisateur usuario two_step 2fa unlock sign_me_out signed_in accedere acceder abmelden_vom registrier* s_inscrire_sur_le spelled my_name inloggen mails nachrichten einstellungen cambio_mi account* password* passw* login log_in logged sign_in signed sign_out username two_factor recovery_code* profile newsletter
		unsubscribe api_key display_name email e_mail address confirmation konto einloggen anmeldung passwort bestatigungsmail adresse
		mot_de_passe compte connecter cuenta contrasena entrar_en correo password account wachtwoord inlog* senha conta locked_out`,
	data: `my_data data_do_you daten donnees datos dati gegevens dados remember_about privacy export`,
	forgot: `forgot* vergess* oublie* olvid* dimentic* vergeten esqueci`,
	theory: `da_capo dur moll count* staccato bass treble clefs sharps flats accidental* solmi* pentaton* tritone mode_of_limited composer* gamme pitches bars_of tie slur dotted quaver crotchet semiquaver minim beginner_learn sonat* concerto prelude etude study trill* ornament* triad* harmon* melod* counterpoint meter* metre* mode modes key_signature note notes octave pitch fugue motif phrase
		rhythm* beat* tonic dominant subdominant inversion modulation transpos* staccato legato crescendo fermata bow_hold fingering embouchure
		posture warm_up opera symphony baroque classical romantic jazz blues period form chord* scale* akkord* septakkord gamme* accord* tonleiter* escala* compas fuga fugue cadence sonata major minor mineur majeur clef
		interval* allegretto time_signature sight_reading circle_of_fifths compose* composed`,
	teach: `teach do_you_(?:teach|offer) offer bietet unterrichtet donnez enseign* dan_clases insegn* geven_jullie dao_aula age old_enough alter
		edad anni leeftijd`,
	what: `what_is what_s what_does explain was_ist was_bedeutet c_est_quoi qu_est_ce que_es que_significa che_cos_e wat_is o_que_e difference
		unterschied verschil who_was how_do_(?:i|you)`,
	school: `lift borrow library foyer lesson_book reeds strings bench warm_up practice_room toilets cafeteria wifi audience singer* sing singing gesang chant canto zingen stage school* pupil* student* parent* adult* kids child* instrument* practis* practic* exam* grade* audition* accessible parking building room*
		book books choir orchestra bow rosin string* tune tuning sheet scholarship* certificate musik* schule schuler* erwachsene* kinder noten uben
		ubungsraum parkplatz* musique ecole eleve* adulte* enfant* repetition solfege musica escuela alumno* adulto* ninos ensayo partitura scuola
		bambini adulti muziek* kinderen volwassenen escola criancas alunos`,
	family: `my_(?:son|daughter|child|kid|kids|twins|husband|wife|mother|mum|dad) mein(?:e|en|er|em)?_(?:sohn|tochter|kind) mon_fils ma_fille mi_hij[oa]
		mio_figlio mia_figlia mijn_(?:zoon|dochter|kind) meu_filho minha_filha`,
	where: `where wo ou_est ou_se donde dove waar onde`,
	may: `can_(?:i|we|adults|parents|kids|children) may_i allowed is_it_(?:ok|possible) do_(?:i|we)_need do_(?:i|we)_have_to kann_(?:ich|man) darf muss_ich
		peut_on faut_il est_ce_que puedo se_puede necesito posso si_puo kan_ik mag_ik preciso`,
	settings: `change_(?:my|the)_(?:name|email|password|language|address) turn_(?:on|off) language_of switch_(?:on|off) settings andern einschalten ausschalten
		changer cambiar_(?:mi|el)_(?:correo|nombre|idioma) cambiare wijzig* alterar mudar`,
	answered: `is_ticket has_(?:anybody|anyone|somebody|someone) already yet schon deja ya al gia ja_foi still immer_noch toujours todavia ancora ainda`,
	hello: `evening_all morning_all coucou greetings hey_there is_(?:anyone|anybody)_there anyone_home testing just_looking nice_to_meet hi hey hello hiya yo howdy good_(?:morning|evening|afternoon|day) goodnight hallo guten_(?:tag|morgen|abend) moin gruezi servus salut
		bonjour bonsoir hola buen[oa]s_(?:dias|tardes|noches) ciao buongiorno buonasera hoi goede(?:morgen|middag|navond) goedemiddag ola
		bom_dia boa_tarde`,
	bye: `farewell later take_care have_a_(?:nice|good|great) bonne_(?:journee|nuit) buenas_noches hasta tot_later i_m_good nothing_more nada_mas mehr_brauche rien_d_autre that_will_be_all bye goodbye good_bye see_you ciao tschuss auf_wiedersehen schonen_abend schonen_tag au_revoir bonne_soiree adios hasta_luego
		arrivederci doei tot_ziens tchau ate_logo that_s_all das_war_alles c_est_tout eso_es_todo e_tutto dat_was_alles nothing_else never_mind`,
	who: `who_are_you what_are_you your_name wer_bist du_ein qui_(?:es|etes) vous_un quien_eres eres_un chi_sei wie_ben ben_jij quem_e_voce are_you_a
		what_can_you was_kannst`,
	thanks: `thank* thx ty ta cheers appreciat* danke* dank merci gracias grazie bedankt obrigad[oa] valeu many_thanks kind`,
	praise: `congratulation* gem beaming goosebumps love* enjoy* liked delighted ravi[es]* magnifique encanta* tolle* weiter_so felicit* glad pleased impress* proud patient fun breeze stars best_(?:school|teacher|lesson) goed_gedaan geweldig gut_gemacht schon schoner parabens adorei bravissimi superb outstanding kudos great perfect wonderful brilliant awesome lovely excellent fantastic amazing helpful loved happy nice super toll grossartig klasse
		wunderbar parfait genial excelente encantad* content* bellissimo ottimo complimenti fijn top mooi otimo maravilh* compliments lob
		spass bravo well_done recommend`,
	anger: `cheated rubbish sick_(?:of|and) tired_of shout* screams grita* unfriendly don_t_care expected_better n_importe_quoi sans_prevenir unmoglich schlecht* slecht* misera* had_enough how_dare lied lies liar promised nobody_tells wasted nonsense mess disorganis[a-z]* badly poorly careless chaos hopeless shambles dreadful disgust* insult* unfreundlich unzuverlassig katastroph* zumutung desagreable nul[les]* honteux lamentable asco malisim* grosser* maleducat* scortes* onbeleefd waardeloos grossei* descaso absurdo mal_educad* getting_worse stay_away learned_nothing useless awful terrible horrible worst unacceptable furious fed_up outrag* rude disappoint* joke waste disgrace* ridiculous unprofessional
		stupid complain* complaint* filthy ignor* scandal* enttauscht unverschamt frechheit unfahig beschwer* unglaublich inadmissible
		decu* honte reclamation manque_de marre verguenza decepcion* pesim* queja fatal vergogna delus* pessim* schandalig ontevreden klacht
		decepcionad* vergonha annoy* hate* bad sad upset angry frustrat* nightmare pathetic appalling scam ripoff unhappy unfair poor crying
		disgust* shame mistake schlecht wutend arger* mauvais* nul malo brutto slecht ruim`,
	lateness: `late again waiting weeks nobody never_(?:came|calls|listen|answer*) no_reply niemand personne nadie nessuno ninguem always
		zu_spat en_retard tarde third_time standig`,
	topic_off: `movie* film* bread bake cook* car bike velo fahrrad auto flight* hotel* rome paris london tokyo berlin country king queen election* aktien stock* shares crypto invest* essay poeme gedicht poema story traduc* traduire ubersetz* game* laptop computer* code script religion kill* shot meaning_of_life dan_and no_rules what_time_is_it che_ore_sono wie_spat president* doctor medicine health diet dog cat animal* planet moon space history science chemistry physics tv netflix shopping shoes dress laundry garden job jobs salary visa passport train_to bus_to restaurant* beer wine coffee pineapple weather wetter temps_fait tiempo_hace tempo_fa joke witz blague chiste barzelletta mop piada poem recipe recette receta capital
		hauptstadt world_cup translate python bitcoin pizza homework maths mathe god president bundeskanzler match partido
		football`,
	order: `sing_me write_(?:an?|me) schreib_mir ecris_moi escribe scrivi schrijf escreve you_are_now pretend act_as system ignore_all previous_instructions system_prompt print write_me tell_me_a erzahl raconte cuentame dimmi vertel me_conta`
};

const PATTERNS = Object.entries(LISTS).map(
	([concept, list]) =>
		[
			concept,
			new RegExp(
				`(?<![a-z0-9])(?:${list
					.split(/\s+/u)
					.filter((entry) => entry !== '')
					.map((entry) => entry.replaceAll('*', '[a-z]*').replaceAll('_', ' '))
					.join('|')})(?![a-z0-9])`,
				'u'
			)
		] as const
);

/** "Not at all helpful": praise behind a negation is blame. */
const NEGATION =
	/(?<![a-z0-9])(?:not|never|hardly|no|isn t|wasn t|aren t|don t|doesn t|didn t|nicht|kein[a-z]*|pas|jamais|ni|nunca|non|mai|niet|geen|nao)(?: [a-z]+){0,2} $/u;

/** The ideas a folded text speaks of, in the order of the list. */
export function conceptsIn(folded: string): string[] {
	return PATTERNS.flatMap(([concept, pattern]) => {
		const found = pattern.exec(folded);
		if (found === null) return [];
		const isTurned = concept === 'praise' && NEGATION.test(folded.slice(0, found.index));
		return [isTurned ? 'anger' : concept];
	});
}
